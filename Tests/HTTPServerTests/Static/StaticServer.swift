import HTTPServer

/// A server of a scratch directory at `/files/` and of a page at `/page`.
struct StaticServer {
  let directory: ScratchDirectory
  let server: Server<ContentHandler>
  let port: UInt16
  static let page = prose(3000)

  init(usesSendfile: Bool = true, _ adjust: (inout ServerLimits) -> Void = { _ in }) throws {
    directory = try ScratchDirectory()
    guard let files = StaticDirectory(path: directory.path, usesSendfile: usesSendfile) else {
      throw RawClient.Failure(call: "open", number: 0)
    }
    let page = StaticContent(Self.page, mediaType: "text/html; charset=utf-8")
    let image = StaticContent([1, 2, 3], mediaType: "image/png", cacheControl: "max-age=60")
    (server, port) = try Server.content(
      [
        Route(.get, "/files/{path...}", action: .directory(files)),
        Route(.get, "/page", action: .content(page)), Route(.get, "/image", action: .content(image)),
      ], adjust)
  }

  func get(_ path: String, _ fields: String...) throws -> ByteResponse { try ask(port, path, fields) }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}
