/// A vector for each bucket of a text input.
package struct TextEmbedding: Sendable, Equatable {
  /// How texts become buckets.
  package let input: TextInput
  /// The vectors `[buckets, dimension]`, row by row.
  package let weight: [Float]

  /// Keeps weights of the input's shape.
  package init(input: TextInput, weight: [Float]) {
    precondition(weight.count == input.buckets * input.dimension, "weight is [buckets, dimension]")
    self.input = input
    self.weight = weight
  }

  /// Draws untrained vectors, uniform over `±1 / dimension` as fastText does; the same seed gives the same.
  package init(input: TextInput, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bound = 1 / Float(input.dimension)
    let weight = (0..<input.buckets * input.dimension).map { _ in
      Float(generator.uniform() * 2 - 1) * bound
    }
    self.init(input: input, weight: weight)
  }
}
