/// Compresses answers to gzip, piece by piece; one serves one answer after another.
package final class Deflater {
  /// How much of the input must be out after a call.
  package enum Flush: Sendable {
    /// What zlib likes; best where more follows at once.
    case none
    /// Everything, so that the client can read it now: for events.
    case sync
    /// Everything, and the end of the stream.
    case finish
  }

  private let stream: DeflateStream

  /// Creates a deflater.
  ///
  /// - Parameter level: 1, the fastest, to 9, the smallest.
  package init(level: Int) { stream = DeflateStream(level: level) }

  /// Begins an answer; whatever came of the one before is forgotten.
  package func begin() { stream.reset() }

  /// Compresses a piece of an answer and appends what comes of it.
  func append(_ input: UnsafeRawBufferPointer, _ flush: Flush, to output: ByteBuffer) {
    var rest = input
    var isFull = true
    while isFull {
      output.reserve(max(2048, min(rest.count / 2, 1 << 16)))
      let room = output.room
      let step = stream.deflate(rest, into: .init(start: output.tail, count: room), flush)
      output.grow(step.produced)
      rest = UnsafeRawBufferPointer(rebasing: rest[step.consumed...])
      isFull = step.produced == room || !rest.isEmpty
    }
  }

  /// Compresses a piece of an answer; an answer's pieces one after the other are a gzip stream.
  package func compress(_ input: UnsafeRawBufferPointer, _ flush: Flush) -> [UInt8] {
    let output = ByteBuffer(capacity: 2048)
    append(input, flush, to: output)
    return Array(output.bytes)
  }

  /// Compresses bytes as a whole.
  package static func gzip(_ bytes: [UInt8], level: Int) -> [UInt8] {
    bytes.withUnsafeBytes { Deflater(level: level).compress($0, .finish) }
  }
}
