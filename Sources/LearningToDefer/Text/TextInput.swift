/// How a text becomes the numbers of its n-grams, and how wide the vectors behind them are.
///
/// Words, runs of words and parts of words are hashed into buckets, each with a vector of its own; a text's vector is
/// the mean of its n-grams' (Joulin et al. 2016, Bojanowski et al. 2017).
package struct TextInput: Sendable, Equatable, Codable {
  /// Bytes of one text at most.
  package static let byteLimit = 32_768
  /// N-grams of one text at most.
  package static let ngramLimit = 131_072
  /// Numbers of an embedding at most: 1 GiB.
  package static let weightLimit = 1 << 28
  /// 65,536 buckets of 64 numbers; words and pairs of words, and 3 to 5 characters of each word.
  package static let standard = TextInput(
    uncheckedBuckets: 65_536, dimension: 64, words: 1...2, characters: 3...5)

  /// The buckets that n-grams are hashed into.
  package let buckets: Int
  /// The numbers of one bucket's vector.
  package let dimension: Int
  /// How many consecutive words make an n-gram; nil for none.
  package let words: ClosedRange<Int>?
  /// How many characters of a word, its boundary marks among them, make an n-gram; nil for none.
  package let characters: ClosedRange<Int>?

  /// Takes sizes that can be used.
  ///
  /// - Throws: `TextInputError`, naming the first one that cannot.
  package init(
    buckets: Int, dimension: Int, words: ClosedRange<Int>?, characters: ClosedRange<Int>?
  ) throws(TextInputError) {
    guard (1...1 << 26).contains(buckets) else { throw .buckets }
    guard (1...4096).contains(dimension) else { throw .dimension }
    guard buckets * dimension <= Self.weightLimit else { throw .weights(buckets * dimension) }
    if let words, words.lowerBound < 1 || words.upperBound > 8 { throw .words }
    if let characters, characters.lowerBound < 1 || characters.upperBound > 16 { throw .characters }
    guard words != nil || characters != nil else { throw .nothing }
    self.init(uncheckedBuckets: buckets, dimension: dimension, words: words, characters: characters)
  }

  private init(
    uncheckedBuckets buckets: Int, dimension: Int, words: ClosedRange<Int>?, characters: ClosedRange<Int>?
  ) {
    self.buckets = buckets
    self.dimension = dimension
    self.words = words
    self.characters = characters
  }
}

/// Sizes that make no text input.
package enum TextInputError: Error, Sendable, Equatable, CustomStringConvertible {
  case buckets, dimension, words, characters, nothing
  /// The embedding would have this many numbers.
  case weights(Int)

  /// The setting at fault, as manifests call it.
  package var setting: String {
    switch self {
    case .buckets, .weights: "buckets"
    case .dimension: "dimension"
    case .words, .nothing: "words"
    case .characters: "characters"
    }
  }

  /// What the setting must be.
  package var description: String {
    switch self {
    case .buckets: "must lie between 1 and \(1 << 26)"
    case .dimension: "must lie between 1 and 4096"
    case .words: "must be the least and the greatest number of words, from 1 to 8"
    case .characters: "must be the least and the greatest number of characters, from 1 to 16"
    case .nothing: "is empty, and so is characters: a text would have no n-grams"
    case .weights(let count):
      "times dimension makes \(count) numbers; an embedding has at most \(TextInput.weightLimit)"
    }
  }
}

/// A limit that a text exceeds.
package enum TextLimit: Sendable, Equatable {
  /// The text has this many bytes.
  case bytes(Int)
  /// The text has more n-grams than are taken.
  case ngrams

  /// What is too much, after "the text".
  package var problem: String {
    switch self {
    case .bytes(let count): "has \(count) bytes; at most \(TextInput.byteLimit) are taken"
    case .ngrams: "has more n-grams of the model's lengths than the \(TextInput.ngramLimit) that are taken"
    }
  }
}
