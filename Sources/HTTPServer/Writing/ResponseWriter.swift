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
}

/// Writes answers by hand into a connection's buffer.
enum ResponseWriter {
  static func write(
    _ answer: Answer, isHead: Bool, connection: ConnectionField, date: HTTPDate, into output: ByteBuffer
  ) {
    writeStatus(answer.status, into: output)
    output.append("Date: ")
    date.withBytes { output.append($0) }
    if !answer.isBodyless {
      if answer.contentType.utf8CodeUnitCount > 0 {
        output.append("\r\nContent-Type: ")
        output.append(answer.contentType)
      }
      output.append("\r\nContent-Length: ")
      output.append(decimal: answer.body.count)
    }
    switch connection {
    case .omitted: break
    case .close: output.append("\r\nConnection: close")
    case .keepAlive: output.append("\r\nConnection: keep-alive")
    }
    for (name, value) in answer.headers { write(name, value, into: output) }
    output.append("\r\n\r\n")
    if !isHead && !answer.isBodyless { output.append(answer.body) }
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
    let bytes = Array(name.utf8)
    return bytes.withUnsafeBytes { bytes in
      FieldName.matches(bytes, "content-length") || FieldName.matches(bytes, "transfer-encoding")
        || FieldName.matches(bytes, "connection") || FieldName.matches(bytes, "date")
        || FieldName.matches(bytes, "content-type")
    }
  }
}
