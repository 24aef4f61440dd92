/// What the `Connection` field of an answer says.
enum ConnectionField {
  /// Nothing: the connection persists by default.
  case omitted
  case close
  /// What a client of HTTP/1.0 that asked for it must be told.
  case keepAlive

  init(_ keepAlive: Bool, _ minorVersion: UInt8) {
    self = !keepAlive ? .close : minorVersion == 0 ? .keepAlive : .omitted
  }

  func append(to output: ByteBuffer) {
    switch self {
    case .omitted: break
    case .close: output.append("\r\nConnection: close")
    case .keepAlive: output.append("\r\nConnection: keep-alive")
    }
  }
}

/// Writes answers by hand into a connection's buffer.
enum ResponseWriter {
  /// - Parameters:
  ///   - isHead: leaves the body out; a file's bytes are the caller's to send in any case.
  ///   - vary: whether the answer depends on the request's `Accept-Encoding`.
  static func write(
    _ answer: Answer, isHead: Bool, connection: ConnectionField, date: HTTPDate, vary: Bool = false,
    identity: AnswerIdentity = .none, into output: ByteBuffer
  ) {
    writeHead(answer, connection, date, length: answer.contentLength, into: output)
    identity.append(to: output)
    for (name, value) in answer.headers { write(name, value, into: output) }
    if vary { output.append("\r\nVary: Accept-Encoding") }
    output.append("\r\n\r\n")
    if !isHead && !answer.isBodyless { output.append(answer.body) }
  }

  /// Writes an answer whose body was compressed to `gzip`; HEAD gets the same fields as GET.
  static func write(
    _ answer: Answer, gzip: UnsafeRawBufferPointer, isHead: Bool, connection: ConnectionField, date: HTTPDate,
    identity: AnswerIdentity = .none, into output: ByteBuffer
  ) {
    writeHead(answer, connection, date, length: gzip.count, into: output)
    identity.append(to: output)
    for (name, value) in answer.headers {
      write(name, name.isField("etag") ? AnswerCompression.weakened(value) : value, into: output)
    }
    output.append("\r\nContent-Encoding: gzip\r\nVary: Accept-Encoding\r\n\r\n")
    if !isHead { output.append(gzip) }
  }

  private static func writeHead(
    _ answer: Answer, _ connection: ConnectionField, _ date: HTTPDate, length: Int, into output: ByteBuffer
  ) {
    writeStatus(answer.status, into: output)
    output.append("Date: ")
    date.withBytes { output.append($0) }
    if !answer.isBodyless {
      writeType(answer, into: output)
      output.append("\r\nContent-Length: ")
      output.append(decimal: length)
    }
    connection.append(to: output)
  }

  private static func writeType(_ answer: Answer, into output: ByteBuffer) {
    if let boundary = answer.file?.boundary {
      // RFC 9110, section 14.6.
      output.append("\r\nContent-Type: multipart/byteranges; boundary=")
      for byte in boundary.utf8 { output.append(byte) }
    } else if answer.contentType.utf8CodeUnitCount > 0 {
      output.append("\r\nContent-Type: ")
      output.append(answer.contentType)
    }
  }

  static func writeStatus(_ status: Int, into output: ByteBuffer) {
    if let line = StatusLine.of(status) { return output.append(line) }
    output.append("HTTP/1.1 ")
    output.append(decimal: status)
    output.append(" \r\n")
  }

  /// Writes a field of the handler's; what could end the field or contradict the framing does not get through.
  static func write(_ name: String, _ value: String, into output: ByteBuffer) {
    guard !name.isEmpty, name.utf8.allSatisfy(CharacterClass.isToken), !isOwn(name) else { return }
    output.append("\r\n")
    for byte in name.utf8 { output.append(byte) }
    output.append(": ")
    // RFC 9110, section 5.5: control characters are replaced by a space.
    for byte in value.utf8 { output.append(CharacterClass.isFieldValue(byte) ? byte : UInt8(ascii: " ")) }
  }

  private static func isOwn(_ name: String) -> Bool {
    name.isField("content-length") || name.isField("transfer-encoding") || name.isField("connection")
      || name.isField("date") || name.isField("content-type")
  }
}
