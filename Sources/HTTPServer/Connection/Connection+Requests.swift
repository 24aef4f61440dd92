extension Connection {
  /// What came of looking at the input.
  enum Progress {
    case needsMore
    /// A request is with the handler, or answered.
    case complete
    case refused
  }

  /// Takes the next step with what the input buffer holds.
  func takeUp() -> Progress {
    guard let input, !input.isEmpty else { return .needsMore }
    if phase == .idle { beginRequest() }
    do throws(HTTPFailure) {
      if phase == .head {
        guard try parser.parse(UnsafeRawBufferPointer(input.bytes)) else { return .needsMore }
        let limit = try headArrived()
        if isStreamedRoute {
          deliverHead(input, limit)
          return .complete
        }
      }
      guard try bodyIsComplete(input) else { return .needsMore }
      deliver(input)
      return .complete
    } catch {
      refuse(error)
      return .refused
    }
  }

  private func beginRequest() {
    phase = .head
    parser.reset()
    current = CurrentRequest()
    current.began = loop.now
    current.identity = loop.trails.identities.next()
    deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.headerTimeout)
    deadlines.request = loop.now &+ Nanoseconds.of(loop.limits.requestTimeout)
  }

  /// Decides where the request goes and whether its body is wanted; gives the bytes that it may have.
  private func headArrived() throws(HTTPFailure) -> Int {
    let head = parser.head
    current.isHead = head.method == .head
    current.keepAlive = head.keepAlive
    current.minorVersion = head.minorVersion
    current.destination = destination(head)
    noteCoding(head)
    noteAcceptedCoding(head)
    let limit = try bodyLimit(head)
    guard !isStreamedRoute, head.framing != .none, head.framing != .length(0) else { return limit }
    if case .options = current.destination, head.expectsContinue {
      // The body is of no interest, so it is not asked for; whether it comes all the same nobody can tell.
      current.keepAlive = false
      return limit
    }
    transfer = BodyTransfer(head.framing, headLength: head.length, limit: limit, limits: loop.limits)
    phase = .body
    deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.bodyTimeout)
    if head.expectsContinue, let input, input.count == head.length { writeContinue() }
    return limit
  }

  private func destination(_ head: RequestHead) -> CurrentRequest.Destination {
    guard !head.isAsterisk else { return .options(allow: loop.routes.tree.allowAnywhere) }
    guard let start = input?.bytes.baseAddress else { return .failure(.notFound(nil)) }
    current.parameters = RouteParameters()
    let found = loop.routes.tree.endpoint(
      head.path, in: start, isEncoded: head.pathIsEncoded, parameters: &current.parameters)
    guard let found else { return .failure(.notFound(path(head))) }
    let endpoint = loop.routes.tree.endpoints[found]
    if let route = endpoint.route(head.method) { return .route(route) }
    if head.method == .options { return .options(allow: endpoint.allow) }
    return .failure(.methodNotAllowed(head.method, path(head), allow: endpoint.allow))
  }

  private func path(_ head: RequestHead) -> String? {
    guard let input else { return nil }
    let bytes = UnsafeRawBufferPointer(input.bytes)
    return PercentEncoding.decode(
      UnsafeRawBufferPointer(rebasing: bytes[Int(head.path.start)..<head.path.end]))
  }

  /// Bytes of the body that are read; throws where the request is refused for its body's sake alone.
  private func bodyLimit(_ head: RequestHead) throws(HTTPFailure) -> Int {
    switch current.destination {
    case .route(let route):
      let body = loop.routes.bodies[route]
      if case .length(let length) = head.framing, length > body.limit { throw .bodyTooLarge(body.limit) }
      if head.framing == .none && body.requiresLength { throw .lengthRequired }
      return body.limit
    case .failure(let failure):
      // A short body is read and dropped, so that a mistaken client need not connect anew.
      guard !head.expectsContinue else { throw failure }
      if case .length(let length) = head.framing, length > loop.limits.discardedBody { throw failure }
      return loop.limits.discardedBody
    case .options:
      if case .length(let length) = head.framing, length > loop.limits.discardedBody {
        throw .bodyTooLarge(loop.limits.discardedBody)
      }
      return loop.limits.discardedBody
    }
  }

  private func bodyIsComplete(_ input: ByteBuffer) throws(HTTPFailure) -> Bool {
    guard transfer != nil else { return true }
    return try transfer?.advance(input) ?? true
  }

  /// Hands the request to the handler, or answers it where the server itself does.
  func deliver(_ input: ByteBuffer) {
    let head = parser.head
    let bytes = UnsafeRawBufferPointer(input.bytes)
    let bodyEnd = transfer?.bodyEnd ?? head.length
    let messageEnd = transfer?.messageEnd ?? head.length
    transfer = nil
    phase = .handling
    current.number = loop.nextNumber()
    loop.statistics.requestBegan()
    guard let start = bytes.baseAddress else { return }
    var message = Message(
      start: start, head: head, parameters: current.parameters,
      body: UnsafeRawBufferPointer(rebasing: bytes[head.length..<bodyEnd]), session: session,
      identity: current.identity, identityLimit: loop.limits.requestID)
    noteRequest(message, bytesReceived: bodyEnd)
    switch current.destination {
    case .route(let route):
      let exchange = Exchange(loop: loop.index, descriptor: descriptor, number: current.number)
      decoded(message.body, limit: loop.routes.bodies[route].limit) { body in
        message.body = body
        loop.handle(route: route, message: message, exchange: exchange)
      }
    case .failure(let failure): answer(failure)
    case .options(let allow):
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      answer(Answer(status: 204, contentType: "", headers: [("Allow", allow)], body: nothing))
    }
    input.consume(messageEnd)
    releaseEmptyInput()
  }
}

extension HTTPFailure {
  static func notFound(_ path: String?) -> HTTPFailure {
    HTTPFailure(status: 404, detail: "There is nothing at \(path ?? "this target").", path: path)
  }

  fileprivate static func methodNotAllowed(_ method: Method, _ path: String?, allow: String) -> HTTPFailure {
    HTTPFailure(
      status: 405, detail: "\(path ?? "This target") does not answer \(method.rawValue), only \(allow).",
      path: path, allow: allow)
  }

  fileprivate static var lengthRequired: HTTPFailure {
    HTTPFailure(status: 411, detail: "The request needs a body: send Content-Length, or chunks.")
  }

  static func bodyTooLarge(_ limit: Int) -> HTTPFailure {
    HTTPFailure(status: 413, detail: "The request's body may have \(limit) bytes at most.")
  }
}
