/// Owns a fixed run of numbers at one address, zero at first: one row's, written again and again.
final class ScoreBuffer {
  let elements: UnsafeMutableBufferPointer<Double>

  init(count: Int) {
    elements = .allocate(capacity: count)
    elements.initialize(repeating: 0)
  }

  deinit { elements.deallocate() }
}
