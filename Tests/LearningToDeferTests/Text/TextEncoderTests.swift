import LearningToDefer
import Testing

struct TextEncoderTests {
  private let input = TextInput.standard

  private func vector(_ encoder: TextEncoder, _ text: String, dimension: Int) -> [Float] {
    var x = [Float](repeating: .nan, count: dimension)
    let limit = x.withUnsafeMutableBufferPointer { x in
      Array(text.utf8).withUnsafeBufferPointer { encoder.encode($0, into: x) }
    }
    #expect(limit == nil)
    return x
  }

  @Test(arguments: [1, 3, 16, 33, 64])
  func `a text's vector is the mean of its n-grams' vectors`(dimension: Int) throws {
    let input = try TextInput.small(buckets: 1000, dimension: dimension)
    let embedding = TextEmbedding(input: input, weight: randomFloats(1000 * dimension, seed: 5))
    let encoder = TextEncoder(embedding)
    for text in ["The cat sat on the mat, and the mat was flat.", "a", "the the the"] {
      let buckets = referenceBuckets(text, input)
      let found = vector(encoder, text, dimension: dimension)
      for column in 0..<dimension {
        let sum = buckets.reduce(0.0) { $0 + Double(embedding.weight[Int($1) * dimension + column]) }
        #expect(agree(Double(found[column]), sum / Double(buckets.count), relative: 1e-5, absolute: 1e-6))
      }
    }
  }

  @Test func `a text without n-grams is the zero vector`() {
    let encoder = TextEncoder(TextEmbedding(input: input, seed: 1))
    _ = vector(encoder, "something before", dimension: 64)
    #expect(vector(encoder, "", dimension: 64) == [Float](repeating: 0, count: 64))
    #expect(vector(encoder, " \n", dimension: 64) == [Float](repeating: 0, count: 64))
  }

  @Test func `a text has the same bits alone and in any batch`() throws {
    let network = Network(
      inputs: 64, hidden: [33], outputs: 5, activation: .relu, text: input, seed: 3)
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 2)
    let examples = syntheticTexts(rows: 33)
    let outputs = { (rows: Range<Int>) in
      let pass = ModelPass(network: network, estimator: estimator, capacity: rows.count)
      return withExtendedLifetime(pass) { Array(pass.run(rows, of: examples)) }
    }
    let all = outputs(0..<33)
    for count in [1, 2, 7, 32] {
      let last = 33 - count..<33
      #expect(outputs(last)[...] == all[(last.lowerBound * 5)...], "batch of \(count)")
    }
  }

  @Test func `untrained vectors are small, and the seed's`() {
    let embedding = TextEmbedding(input: input, seed: 4)
    #expect(embedding.weight.allSatisfy { abs($0) <= 1 / 64 })
    #expect(embedding == TextEmbedding(input: input, seed: 4))
    #expect(embedding != TextEmbedding(input: input, seed: 5))
  }
}
