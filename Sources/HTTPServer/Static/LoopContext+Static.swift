import Glibc

extension LoopContext {
  /// Answers a request for content that the program carries; conditional requests get their 304 or 412.
  ///
  /// It is for routes of GET, and so of HEAD.
  package func respond(
    _ exchange: Exchange, to request: Request<Handler.Action>, with content: StaticContent
  ) {
    let prefersGzip = AcceptEncoding.prefersGzip(request.message.head, in: request.message.start)
    let chosen = content.representation(prefersGzip: prefersGzip)
    let validators = content.validators(chosen.tag)
    switch Preconditions(request).verdict(isRead: true, tag: chosen.tag, lastModified: nil, now: 0) {
    case .notModified: reactor.respond(exchange, .bodyless(304, headers: validators))
    case .failed: reactor.respond(exchange, .preconditionFailed, headers: [])
    case .proceed:
      let coding = prefersGzip && content.gzip != nil ? [("Content-Encoding", "gzip")] : []
      let headers = validators + coding + [("X-Content-Type-Options", "nosniff")]
      respond(exchange, status: 200, contentType: content.mediaType, headers: headers, body: chosen.bytes)
    }
  }

  /// Answers a request with a file of a directory, or a part of it: conditional requests and ranges included.
  ///
  /// It is for routes of GET such as `/static/{path...}`.
  /// - Parameter parameter: the place of the placeholder that took the path below the directory.
  package func respond(
    _ exchange: Exchange, to request: Request<Handler.Action>, from directory: StaticDirectory,
    path parameter: Int = 0
  ) {
    let message = request.message
    switch directory.find(message.bytes(message.parameters[parameter])) {
    case .nothing: reactor.respond(exchange, .notFound(request.path), headers: [])
    case .directory:
      let location = message.text(message.head.path) + "/"
      reactor.respond(exchange, .bodyless(301, headers: [("Location", location)]))
    case .file(let file, let mediaType):
      let answer = FileAnswer(
        file, mediaType: mediaType, cacheControl: directory.cacheControl, limits: reactor.limits,
        now: time(nil))
      let plan = answer.plan(
        isGet: request.method == .get, range: request.header("range"), Preconditions(request))
      respond(exchange, plan, answer)
    }
  }

  private func respond(_ exchange: Exchange, _ plan: FileAnswer.Plan, _ answer: FileAnswer) {
    switch plan {
    case .notModified:
      reactor.respond(exchange, .bodyless(304, headers: answer.validators(saysVary: true)))
    case .preconditionFailed: reactor.respond(exchange, .preconditionFailed, headers: [])
    case .unsatisfiable:
      // RFC 9110, section 15.5.17.
      let size = [("Content-Range", "bytes */\(answer.file.size)")]
      reactor.respond(exchange, .rangeNotSatisfiable(answer.file.size), headers: size)
    case .parts(let parts):
      // No reader of the file can foresee it, and so no file can hold it.
      let (body, range) = answer.body(parts, boundary: String(UInt64.random(in: .min ... .max), radix: 36))
      let headers = answer.validators(saysVary: true) + (range.map { [("Content-Range", $0)] } ?? [])
      respond(exchange, 206, answer.mediaType, headers, body)
    case .whole: respondWhole(exchange, answer)
    }
  }

  private func respondWhole(_ exchange: Exchange, _ answer: FileAnswer) {
    let headers = answer.validators(saysVary: false)
    if answer.isSmall, let bytes = answer.file.contents() {
      return respond(exchange, status: 200, contentType: answer.mediaType, headers: headers, body: bytes)
    }
    let body = FileBody(answer.file, [.file(0..<answer.file.size)])
    respond(exchange, 200, answer.mediaType, headers, body)
  }

  private func respond(
    _ exchange: Exchange, _ status: Int, _ mediaType: StaticString, _ headers: [(String, String)],
    _ body: FileBody
  ) {
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    reactor.respond(
      exchange, Answer(status: status, contentType: mediaType, headers: headers, body: nothing, file: body))
  }
}

extension Answer {
  /// An answer without content.
  fileprivate static func bodyless(_ status: Int, headers: [(String, String)]) -> Answer {
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    return Answer(status: status, contentType: "", headers: headers, body: nothing)
  }
}

extension HTTPFailure {
  fileprivate static var preconditionFailed: HTTPFailure {
    HTTPFailure(status: 412, detail: "What is there now is not what the request's conditions name.")
  }

  fileprivate static func rangeNotSatisfiable(_ size: Int) -> HTTPFailure {
    HTTPFailure(status: 416, detail: "The range lies beyond the end, which is after \(size) bytes.")
  }
}

extension Reactor {
  /// Answers the request that a ticket stands for with a failure, and more header fields.
  fileprivate func respond(_ exchange: Exchange, _ failure: HTTPFailure, headers: [(String, String)]) {
    let body = renderFailure(failure)
    body.bytes.withUnsafeBytes { bytes in
      respond(
        exchange,
        Answer(
          status: failure.status, contentType: body.contentType, headers: failure.headers + headers,
          body: bytes))
    }
  }
}
