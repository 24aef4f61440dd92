/// The head of an answer whose body follows in pieces.
struct StreamedHead {
  let status: Int
  let contentType: StaticString
  let headers: [(String, String)]

  init(status: Int, contentType: StaticString, headers: [(String, String)]) {
    precondition((200...599).contains(status), "a final status is between 200 and 599")
    self.status = status
    self.contentType = contentType
    self.headers = headers
  }

  var isBodyless: Bool { StatusLine.isBodyless(status) }
}

extension ResponseWriter {
  static func write(
    _ head: StreamedHead, _ framing: AnswerFraming, _ coding: StreamedCoding, connection: ConnectionField,
    date: HTTPDate, identity: AnswerIdentity = .none, into output: ByteBuffer
  ) {
    writeStatus(head.status, into: output)
    output.append("Date: ")
    date.withBytes { output.append($0) }
    if !head.isBodyless { write(framing, contentType: head.contentType, into: output) }
    connection.append(to: output)
    identity.append(to: output)
    for (name, value) in head.headers {
      let isTag = coding == .gzip && name.isField("etag")
      write(name, isTag ? AnswerCompression.weakened(value) : value, into: output)
    }
    if coding == .gzip { output.append("\r\nContent-Encoding: gzip") }
    if coding != .fixed { output.append("\r\nVary: Accept-Encoding") }
    output.append("\r\n\r\n")
  }

  private static func write(
    _ framing: AnswerFraming, contentType: StaticString, into output: ByteBuffer
  ) {
    if contentType.utf8CodeUnitCount > 0 {
      output.append("\r\nContent-Type: ")
      output.append(contentType)
    }
    switch framing {
    case .length(let length):
      output.append("\r\nContent-Length: ")
      output.append(decimal: length)
    case .chunked: output.append("\r\nTransfer-Encoding: chunked")
    case .untilClose: break
    }
  }
}
