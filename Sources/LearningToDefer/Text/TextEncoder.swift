/// Turns texts into the mean vectors of their n-grams; one for each thread or loop.
///
/// `x = 1/n Σ_i E[b_i]` over the n buckets of a text, 0 for a text without any: what PyTorch's `EmbeddingBag` gives
/// with `mode="mean"`. A text's vector depends on nothing but the text, so it is the same bits alone and in a batch.
package final class TextEncoder {
  private let embedding: TextEmbedding
  private let featurizer: TextFeaturizer

  /// Copies no weights; the featurizer's buffers are its own.
  package init(_ embedding: TextEmbedding) {
    self.embedding = embedding
    featurizer = TextFeaturizer(embedding.input)
  }

  /// Writes the vector of a text given as UTF-8 into `x` `[dimension]`.
  ///
  /// - Returns: The limit that the text exceeds, `x` is then of a part of it; nil for a text that was read whole.
  /// - Complexity: O(bytes · longest n-gram + n-grams · dimension).
  @discardableResult
  package func encode(
    _ text: UnsafeBufferPointer<UInt8>, into x: UnsafeMutableBufferPointer<Float>
  ) -> TextLimit? {
    precondition(x.count == embedding.input.dimension, "x is [dimension]")
    let limit = featurizer.read(text)
    x.start.setToMean(ofRows: featurizer.ids, of: embedding.weight, columns: x.count)
    return limit
  }
}

extension UnsafeMutablePointer<Float> {
  /// The mean of chosen rows `[columns]`; 0 where none is chosen.
  func setToMean(ofRows chosen: UnsafeBufferPointer<UInt32>, of weight: UnsafePointer<Float>, columns: Int) {
    Kernels.sumRows(weight, chosen: chosen, into: self, columns: columns)
    guard chosen.count > 1 else { return }
    let count = Float(chosen.count)
    for column in 0..<columns { self[column] /= count }
  }
}
