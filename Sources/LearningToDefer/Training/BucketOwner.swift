/// Sums the gradients of a range of buckets over a batch.
///
/// The n-grams are brought into the order of their buckets by counting, so that each bucket's vector is summed and
/// moved once.
final class BucketOwner {
  private let range: Range<UInt32>
  private let sum: FloatBuffer
  /// How many n-grams of the batch each bucket has, then where their places end; 0 between batches.
  private let counts: UnsafeMutableBufferPointer<UInt32>
  /// The buckets of the batch, in the order in which they are met.
  private var touched = GrowingBuffer<UInt32>(capacity: 1 << 14)
  /// The places of their texts, bucket by bucket.
  private var places = GrowingBuffer<UInt32>(capacity: 1 << 14)

  init(_ range: Range<Int>, dimension: Int) {
    self.range = UInt32(range.lowerBound)..<UInt32(range.upperBound)
    sum = FloatBuffer(count: dimension)
    counts = .allocate(capacity: range.count)
    counts.initialize(repeating: 0)
  }

  deinit { counts.deallocate() }

  /// Calls `body` with each bucket of the batch and the sum of its n-grams' gradients `[dimension]`.
  ///
  /// - Parameter gradient: By place, `[texts, dimension]`.
  func forEachBucket(
    of passes: [EmbeddingPass], gradient: UnsafePointer<Float>,
    _ body: (_ bucket: Int, _ gradient: UnsafeMutablePointer<Float>) -> Void
  ) {
    count(passes)
    sort(passes)
    var start = 0
    for place in 0..<touched.count {
      let slot = Int(touched[place] - range.lowerBound)
      let end = Int(counts[slot])
      counts[slot] = 0
      Kernels.sumRows(
        gradient, chosen: UnsafeBufferPointer(rebasing: places.elements[start..<end]),
        into: sum.elements.start, columns: sum.elements.count)
      body(Int(touched[place]), sum.elements.start)
      start = end
    }
  }

  private func count(_ passes: [EmbeddingPass]) {
    touched.removeAll()
    for pass in passes {
      for bucket in pass.buckets where range.contains(bucket) {
        let slot = Int(bucket - range.lowerBound)
        if counts[slot] == 0 { touched.append(bucket) }
        counts[slot] += 1
      }
    }
  }

  private func sort(_ passes: [EmbeddingPass]) {
    var next: UInt32 = 0
    for place in 0..<touched.count {
      let slot = Int(touched[place] - range.lowerBound)
      (counts[slot], next) = (next, next + counts[slot])
    }
    places.removeAll()
    places.append(0, times: Int(next))
    let ordered = places.mutableElements
    for pass in passes {
      let owners = pass.places
      for (index, bucket) in pass.buckets.enumerated() where range.contains(bucket) {
        let slot = Int(bucket - range.lowerBound)
        ordered[Int(counts[slot])] = owners[index]
        counts[slot] += 1
      }
    }
  }
}
