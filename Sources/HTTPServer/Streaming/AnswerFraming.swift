/// How the end of a streamed answer is marked (RFC 9112, section 6.3).
enum AnswerFraming: Equatable {
  /// By its length; so many bytes are still to come.
  case length(Int)
  case chunked
  /// By the end of the connection, for clients that know no chunks.
  case untilClose

  init(length: Int?, minorVersion: UInt8) {
    self = length.map { .length($0) } ?? (minorVersion == 0 ? .untilClose : .chunked)
  }

  /// Whether nothing is missing if the answer ends here.
  var mayEnd: Bool { if case .length(let rest) = self { rest == 0 } else { true } }

  /// Counts a piece against the length that was announced; false if it would go beyond.
  mutating func admit(_ count: Int) -> Bool {
    guard case .length(let rest) = self else { return true }
    guard count <= rest else { return false }
    self = .length(rest - count)
    return true
  }

  /// Writes a piece that is not empty: an empty chunk would be the end.
  func write(_ piece: UnsafeRawBufferPointer, into output: ByteBuffer) {
    guard self == .chunked else { return output.append(piece) }
    output.append(hexadecimal: piece.count)
    output.append("\r\n")
    output.append(piece)
    output.append("\r\n")
  }

  func writeEnd(into output: ByteBuffer) {
    if self == .chunked { output.append("0\r\n\r\n") }
  }
}

extension ByteBuffer {
  fileprivate func append(hexadecimal number: Int) {
    let digits = max(1, (Int.bitWidth - number.leadingZeroBitCount + 3) / 4)
    for place in (0..<digits).reversed() {
      let digit = UInt8(truncatingIfNeeded: number >> (4 * place) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
