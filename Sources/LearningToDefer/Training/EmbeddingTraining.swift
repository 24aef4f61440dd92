/// The workers' parts of training an embedding.
///
/// Only buckets that a batch holds get a gradient, so only those are touched. Each worker owns a range of buckets and
/// sums their gradients over the whole batch in the order of its rows: these bits do not depend on the workers' number.
final class EmbeddingTraining {
  let passes: [EmbeddingPass]
  private let dimension: Int
  /// Where the weights start among the parameters.
  private let start: Int
  /// The gradient with respect to each n-gram's vector, by its text, `[workers · capacity, dimension]`.
  private let shares: FloatBuffer
  private let owners: [BucketOwner]

  /// Makes none where rows are features.
  ///
  /// - Parameters:
  ///   - parameters: Hold the weights from `start` on; outlive the training.
  init?(
    _ network: Network, _ examples: Examples, parameters: UnsafePointer<Float>, start: Int, workers: Int,
    capacity: Int
  ) {
    guard let input = network.embedding?.input, let texts = examples.texts else { return nil }
    let shares = FloatBuffer(count: workers * capacity * input.dimension)
    self.shares = shares
    self.start = start
    dimension = input.dimension
    passes = (0..<workers).map { worker in
      EmbeddingPass(
        texts: texts, input: input, weight: parameters + start, shares: shares.elements.start,
        firstPlace: worker * capacity, capacity: capacity)
    }
    owners = (0..<workers).map { worker in
      BucketOwner(
        input.buckets * worker / workers..<input.buckets * (worker + 1) / workers, dimension: input.dimension)
    }
  }

  /// Calls `body` with each of a worker's buckets in the batch: its range of parameters, and its gradient.
  func forEachBucket(worker: Int, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void) {
    owners[worker].forEachBucket(of: passes, gradient: UnsafePointer(shares.elements.start)) {
      bucket, sum in
      let first = start + bucket * dimension
      body(first..<first + dimension, sum)
    }
  }

  /// The sum of the squares of a worker's part of the gradient.
  func squaredNorm(worker: Int) -> Double {
    var sum = 0.0
    forEachBucket(worker: worker) { range, gradient in
      for index in 0..<range.count { sum += Double(gradient[index]) * Double(gradient[index]) }
    }
    return sum
  }
}
