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

  var isBodyless: Bool { StatusLine.isBodyless(status) }

  var contentLength: Int { file?.count ?? body.count }
}
