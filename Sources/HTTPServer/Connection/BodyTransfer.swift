/// Gathers one request's body in the input buffer, directly behind its head.
///
/// Positions count from the message's first byte.
struct BodyTransfer {
  private enum Source {
    case length(Int)
    case chunks(ChunkedDecoder)
  }

  private var source: Source
  /// Where the decoded body ends so far.
  private(set) var bodyEnd: Int
  /// Where the message ends, once the body is complete.
  private(set) var messageEnd: Int

  init(_ framing: BodyFraming, headLength: Int, limit: Int, limits: ServerLimits) {
    bodyEnd = headLength
    messageEnd = headLength
    if case .length(let length) = framing {
      source = .length(length)
    } else {
      source = .chunks(ChunkedDecoder(bodyLimit: limit, limits: limits))
    }
  }

  /// Looks at what has arrived; true when the body is complete.
  mutating func advance(_ input: ByteBuffer) throws(HTTPFailure) -> Bool {
    switch source {
    case .length(let length):
      // The length is within the route's limit, so the sum cannot overflow.
      guard input.count - messageEnd >= length else { return false }
      bodyEnd = messageEnd + length
      messageEnd = bodyEnd
      return true
    case .chunks(var decoder):
      defer { source = .chunks(decoder) }
      return try decode(&decoder, input)
    }
  }

  /// Moves the chunks' data together; the framing between them disappears from the buffer.
  private mutating func decode(_ decoder: inout ChunkedDecoder, _ input: ByteBuffer) throws(HTTPFailure)
    -> Bool
  {
    var position = bodyEnd
    defer { input.remove(from: bodyEnd, to: position) }
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(input.bytes)[position...])
      switch try decoder.next(rest) {
      case .needsMore: return false
      case .framing(let count): position += count
      case .data(let count):
        input.move(count, from: position, to: bodyEnd)
        position += count
        bodyEnd += count
      case .end(let count):
        position += count
        messageEnd = bodyEnd
        return true
      }
    }
  }
}
