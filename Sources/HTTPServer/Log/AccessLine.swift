/// Renders one loop's records as lines, which a turn's end hands on together.
package final class AccessLine {
  /// What a line looks like.
  package enum Format: Sendable {
    /// `time level label: name=value ...`, quoted where a value is not a plain word.
    case text
    /// One JSON object.
    case json
  }

  private let format: Format
  private let buffer = ByteBuffer(capacity: 4096)
  private var lines = 0
  private var clock = LineClock()

  init(_ format: Format) { self.format = format }

  /// Hands the lines so far to a writer.
  func hand(to writer: LineWriter) {
    guard lines > 0 else { return }
    writer.append(UnsafeRawBufferPointer(buffer.bytes), lines: lines)
    buffer.removeAll()
    lines = 0
  }

  /// Renders a record at the present time.
  func append(_ record: AccessRecord) {
    begin()
    text("method", record.method.map { bytes(of: $0.name) } ?? bytes(of: "-"))
    text("path", record.path)
    if var route = record.route { route.withUTF8 { text("route", UnsafeRawBufferPointer($0)) } }
    if let status = record.status { number("status", status) }
    if record.isAborted {
      name("aborted")
      buffer.append("true")
    }
    number("bytes_in", record.bytesReceived)
    number("bytes_out", record.bytesSent)
    milliseconds(record.nanoseconds)
    quoted("peer") { record.peer.append(to: $0) }
    text("request_id", record.requestID)
    if let trace = record.trace {
      quoted("trace_id") { trace.appendTraceID(to: $0) }
      quoted("parent_id") { trace.appendParentID(to: $0) }
    }
    if !record.userAgent.isEmpty { text("user_agent", record.userAgent) }
    if format == .json { buffer.append(UInt8(ascii: "}")) }
    buffer.append(UInt8(ascii: "\n"))
    lines += 1
  }

  private func begin() {
    if format == .json { buffer.append("{\"time\":\"") }
    clock.appendNow(to: buffer)
    buffer.append(
      format == .json
        ? "\",\"level\":\"info\",\"label\":\"http.access\",\"message\":\"request\"" : " info http.access:")
  }

  private func name(_ name: StaticString) {
    buffer.append(format == .json ? ",\"" : " ")
    buffer.append(name)
    buffer.append(format == .json ? "\":" : "=")
  }

  private func number(_ name: StaticString, _ value: Int) {
    self.name(name)
    buffer.append(decimal: value)
  }

  /// Writes a duration with microseconds.
  private func milliseconds(_ nanoseconds: UInt64) {
    name("duration_ms")
    let microseconds = Int(nanoseconds / 1000)
    buffer.append(decimal: microseconds / 1000)
    buffer.append(UInt8(ascii: "."))
    for divisor in [100, 10, 1] { buffer.append(UInt8(ascii: "0") + UInt8(microseconds / divisor % 10)) }
  }

  /// Writes what holds nothing that must be escaped.
  private func quoted(_ name: StaticString, _ write: (ByteBuffer) -> Void) {
    self.name(name)
    if format == .json { buffer.append(UInt8(ascii: "\"")) }
    write(buffer)
    if format == .json { buffer.append(UInt8(ascii: "\"")) }
  }

  private func text(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
    self.name(name)
    let isPlain = format == .text && !value.isEmpty && value.allSatisfy(Self.isPlain)
    if isPlain { return buffer.append(value) }
    buffer.append(UInt8(ascii: "\""))
    for byte in value { escaped(byte) }
    buffer.append(UInt8(ascii: "\""))
  }

  /// Octets beyond ASCII count as ISO 8859-1 (RFC 9110, section 5.5), so that any value makes valid JSON.
  private func escaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      buffer.append(UInt8(ascii: "\\"))
      buffer.append(byte)
    case 0x20..<0x7f: buffer.append(byte)
    default:
      buffer.append("\\u00")
      for digit in [byte >> 4, byte & 15] {
        buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      && byte != UInt8(ascii: "=")
  }

  private func bytes(of text: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}

extension Method {
  fileprivate var name: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .patch: "PATCH"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    }
  }
}
