/// Owns a fixed run of floats, aligned to a cache line and zero at first.
final class FloatBuffer {
  let elements: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 4, alignment: 64)
    elements = UnsafeMutableBufferPointer(
      start: bytes.initializeMemory(as: Float.self, repeating: 0, count: max(1, count)), count: count)
  }

  deinit { elements.baseAddress?.deallocate() }
}

extension UnsafeMutableBufferPointer<Float> {
  /// The first element's address; every buffer of this module owns at least one element.
  var start: UnsafeMutablePointer<Float> {
    guard let baseAddress else { preconditionFailure("the buffer has memory") }
    return baseAddress
  }
}

extension UnsafeBufferPointer<Float> {
  var start: UnsafePointer<Float> {
    guard let baseAddress else { preconditionFailure("the buffer has memory") }
    return baseAddress
  }
}
