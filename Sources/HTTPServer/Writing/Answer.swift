/// A complete answer, before it is written.
struct Answer {
  let status: Int
  let contentType: StaticString
  let headers: [(String, String)]
  let body: UnsafeRawBufferPointer
  /// Follows in place of `body`.
  let file: FileBody?

  init(
    status: Int, contentType: StaticString, headers: [(String, String)], body: UnsafeRawBufferPointer,
    file: FileBody? = nil
  ) {
    precondition((200...599).contains(status), "a final status is between 200 and 599")
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
    self.file = file
  }

  /// Whether the status forbids a body (RFC 9110, sections 15.3.5 and 15.4.5).
  var isBodyless: Bool { status == 204 || status == 304 }

  var contentLength: Int { file?.count ?? body.count }
}
