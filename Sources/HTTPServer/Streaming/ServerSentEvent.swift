/// One message of an event stream, as the HTML standard has it (section 9.2).
package struct ServerSentEvent: Sendable, Equatable {
  /// Name that the page listens to; nil for `message`.
  package var event: String?
  /// What the client sends as `Last-Event-ID` when it comes back.
  package var id: String?
  /// The message; lines may end in LF, CR or both.
  package var data: String
  /// Milliseconds after which the client comes back.
  package var retry: Int?

  /// Creates a message.
  package init(_ data: String, event: String? = nil, id: String? = nil, retry: Int? = nil) {
    self.data = data
    self.event = event
    self.id = id
    self.retry = retry
  }

  /// A comment, which clients ignore: something to send where there is nothing to say.
  package static let comment: [UInt8] = Array(":\n\n".utf8)

  /// The message as it is sent, with the empty line that ends it.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.utf8.count + 64)
    if let event { Self.append("event: ", Self.line(event), to: &bytes) }
    // A client takes no id that holds a NUL.
    if let id { Self.append("id: ", Self.line(id).filter { $0 != 0 }, to: &bytes) }
    if let retry { Self.append("retry: ", Array(String(max(0, retry)).utf8), to: &bytes) }
    for line in Self.lines(data) { Self.append("data: ", line, to: &bytes) }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private static func append(_ field: StaticString, _ value: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount))
    bytes.append(contentsOf: value)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Without line ends, which would begin another field.
  private static func line(_ text: String) -> [UInt8] {
    text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
  }

  private static func lines(_ text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n"), last == UInt8(ascii: "\r") {
        // The second half of a line end.
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
      last = byte
    }
    return lines
  }
}
