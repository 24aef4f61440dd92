/// Finds the buckets of a text's n-grams; its buffers are kept, so that a warm one allocates nothing.
///
/// A text is cut into words by `CharacterKind` and lower-cased by `CodePoint`. The bytes that are hashed are, for an
/// n-gram of words, `w` and the words with one space between; for one of characters, `c` and consecutive characters
/// of `<word>`, where a boundary mark alone is none. An n-gram that is there twice counts twice.
package final class TextFeaturizer {
  private var reader: NGramReader

  /// Makes one for an input's n-grams.
  package init(_ input: TextInput) { reader = NGramReader(input) }

  /// The buckets of the text read last, in the order of the text; valid until the next one.
  package var ids: UnsafeBufferPointer<UInt32> { reader.ids }

  /// Reads a text given as UTF-8 into `ids`.
  ///
  /// - Returns: The limit that the text exceeds, `ids` then lack something; nil for a text that was read whole.
  /// - Complexity: O(bytes · longest n-gram).
  @discardableResult
  package func read(_ text: UnsafeBufferPointer<UInt8>) -> TextLimit? { reader.read(text) }
}
