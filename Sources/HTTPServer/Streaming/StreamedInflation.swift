/// Takes the coding off a streamed body, as far as its receiver wants it.
///
/// Data of the body stands at the beginning of the connection's input, without its framing, until it is inflated: what
/// comes behind a pause stays there as it was sent.
final class StreamedInflation {
  let inflater: Inflater
  /// Bytes at the beginning of the input that are still to be inflated.
  private(set) var unframed = 0
  /// Whether the body had no data at all, which is no coding and yet no fault.
  private(set) var isEmpty = true
  /// Whether the last call filled its output, so that more may come without more input.
  private var wasFull = false

  init(_ inflater: Inflater) { self.inflater = inflater }

  /// Whether there is something to inflate.
  var isPending: Bool { unframed > 0 || wasFull }

  /// Takes note of data at the beginning of the input.
  func note(_ count: Int) {
    unframed = count
    if count > 0 { isEmpty = false }
  }

  /// Inflates the next piece into an empty buffer and consumes the input for it.
  func advance(_ input: ByteBuffer?, into output: ByteBuffer) throws(HTTPFailure) {
    let data = input.map { UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0.bytes)[..<unframed]) }
    let room = output.room
    let step = try inflater.inflate(
      data ?? UnsafeRawBufferPointer(start: nil, count: 0), into: .init(start: output.tail, count: room))
    output.grow(step.produced)
    wasFull = step.produced == room
    unframed -= step.consumed
    input?.consume(step.consumed)
  }
}
