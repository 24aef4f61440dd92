/// Takes a streamed body apart in the input buffer, whatever its framing.
struct BodyDecoder {
  /// What stands at the beginning of the input.
  struct Piece {
    /// Data of the body, moved together.
    var data = 0..<0
    /// Bytes that are done with, the data included.
    var consumed = 0
    /// What is wrong behind the data.
    var failure: HTTPFailure?
  }

  private enum Source {
    case length(Int)
    case chunks(ChunkedDecoder)
    case end
  }

  private var source: Source

  init(_ framing: BodyFraming, limit: Int, limits: ServerLimits) {
    source =
      switch framing {
      case .none, .length(0): .end
      case .length(let length): .length(length)
      case .chunked: .chunks(ChunkedDecoder(bodyLimit: limit, limits: limits))
      }
  }

  var isComplete: Bool { if case .end = source { true } else { false } }

  /// Bytes that are still to come; nil for chunks, where only the client knows.
  var remaining: Int? {
    switch source {
    case .length(let length): length
    case .chunks: nil
    case .end: 0
    }
  }

  /// Takes all that the input holds of the body; the caller consumes it.
  mutating func decode(_ input: ByteBuffer) -> Piece {
    switch source {
    case .end: return Piece()
    case .length(let length):
      let count = min(length, input.count)
      source = count == length ? .end : .length(length - count)
      return Piece(data: 0..<count, consumed: count)
    case .chunks(var decoder):
      var piece = Piece()
      do throws(HTTPFailure) {
        source = try decode(&decoder, input, &piece) ? .end : .chunks(decoder)
      } catch {
        piece.failure = error
        source = .chunks(decoder)
      }
      return piece
    }
  }

  /// Moves the chunks' data together, so that many small chunks are one piece; true at the body's end.
  private func decode(
    _ decoder: inout ChunkedDecoder, _ input: ByteBuffer, _ piece: inout Piece
  ) throws(HTTPFailure) -> Bool {
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(input.bytes)[piece.consumed...])
      switch try decoder.next(rest) {
      case .needsMore: return false
      case .framing(let count): piece.consumed += count
      case .data(let count):
        if piece.data.isEmpty { piece.data = piece.consumed..<piece.consumed }
        input.move(count, from: piece.consumed, to: piece.data.upperBound)
        piece.data = piece.data.lowerBound..<(piece.data.upperBound + count)
        piece.consumed += count
      case .end(let count):
        piece.consumed += count
        return true
      }
    }
  }
}
