/// A complete answer, before it is written.
struct Answer {
  let status: Int
  let contentType: StaticString
  let headers: [(String, String)]
  let body: UnsafeRawBufferPointer

  init(status: Int, contentType: StaticString, headers: [(String, String)], body: UnsafeRawBufferPointer) {
    precondition((200...599).contains(status), "a final status is between 200 and 599")
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }

  /// Whether the status forbids a body (RFC 9110, sections 15.3.5 and 15.4.5).
  var isBodyless: Bool { status == 204 || status == 304 }
}
