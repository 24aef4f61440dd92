/// Keeps emptied buffers of a loop for the next connection that needs one.
///
/// Connections hold a buffer only while something is in it, so an idle one costs no buffer at all.
final class BufferPool {
  /// Bytes of a fresh buffer.
  static let freshCapacity = 16 * 1024
  /// Buffers that grew beyond this are freed.
  private static let keptCapacity = 128 * 1024
  private static let keptBuffers = 128

  private var free: [ByteBuffer] = []

  init() { free.reserveCapacity(Self.keptBuffers) }

  func take() -> ByteBuffer { free.popLast() ?? ByteBuffer(capacity: Self.freshCapacity) }

  func give(_ buffer: ByteBuffer) {
    guard buffer.capacity <= Self.keptCapacity, free.count < Self.keptBuffers else { return }
    buffer.removeAll()
    free.append(buffer)
  }
}
