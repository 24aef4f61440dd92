extension Connection {
  /// Remembers a request that is about to be handled or refused, where the log or its answer will want that.
  func noteRequest(_ message: Message, bytesReceived: Int) {
    guard trail?.open == nil else { return }
    let given = message.clientRequestID
    let isLogged = loop.trails.recorder != nil
    guard isLogged || given != nil else { return }
    var entry = RequestTrail.Entry(bytesReceived: bytesReceived, began: current.began, isLogged: isLogged)
    var path = UnsafeRawBufferPointer(start: nil, count: 0)
    var agent = path
    if isLogged {
      // An empty path means that the request line was not understood.
      if message.head.path.count > 0 { entry.method = message.head.method }
      if case .route(let route) = current.destination, message.head.length > 0 { entry.route = route }
      entry.trace = message.traceContext
      path = Self.cut(message.bytes(message.head.path), loop.limits.loggedPath)
      if let field = message.fields("user-agent").first {
        agent = Self.cut(message.bytes(field.value), loop.limits.loggedAgent)
      }
    }
    let trail = self.trail ?? loop.trails.take()
    self.trail = trail
    trail.begin(entry, path: path, agent: agent) { text in
      if let given { text.append(given) } else { message.identity.append(to: text) }
    }
  }

  /// What a refused request shows of itself; parts of it may be missing.
  func noteRefused() {
    guard let input, let start = input.bytes.baseAddress, phase != .handling else { return }
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    let message = Message(
      start: start, head: parser.head, parameters: current.parameters, body: nothing,
      session: session, identity: current.identity, identityLimit: loop.limits.requestID)
    noteRequest(message, bytesReceived: input.count)
  }

  /// The id that goes into the answer.
  var answerIdentity: AnswerIdentity {
    if let id = trail?.openID() { return .text(id) }
    return loop.trails.identifiesAnswers ? .made(current.identity) : .none
  }

  /// Notes that an answer of `length` bytes stands last among the `unsent` bytes that wait.
  func noteAnswer(_ status: Int, length: Int, unsent: Int) {
    guard let trail else { return }
    trail.answered(status: status, length: length, unsent: unsent)
    if loop.trails.recorder == nil {
      trail.take { _, _ in }
      releaseTrail()
    } else if trail.waiting.count > loop.limits.waitingRecords {
      recordOldest(isAborted: false)
    }
  }

  /// Notes bytes of a streamed body, which come after the request was noted.
  func noteBody(_ count: Int) { trail?.open?.bytesReceived += count }

  /// Notes how far a streamed answer came, which ends here.
  func noteStreamedAnswer() {
    guard trail != nil, let stream, stream.answer != nil else { return }
    noteAnswer(stream.status, length: stream.written, unsent: output?.count ?? 0)
  }

  /// Notes that the kernel took so many bytes.
  func noteSent(_ count: Int) {
    guard let trail else { return }
    trail.advance(count)
    while trail.hasFinished { recordOldest(isAborted: false) }
    releaseTrail()
  }

  /// Records what no client will get any more.
  func noteClosed() {
    guard let trail else { return }
    trail.answered(status: nil, length: 0, unsent: 0)
    while !trail.waiting.isEmpty { recordOldest(isAborted: true) }
    releaseTrail()
  }

  private func releaseTrail() {
    guard let trail, trail.isEmpty else { return }
    self.trail = nil
    loop.trails.give(trail)
  }

  private func recordOldest(isAborted: Bool) {
    guard let trail else { return }
    let sent = trail.sent
    trail.take { entry, texts in
      guard entry.isLogged, let recorder = loop.trails.recorder else { return }
      let reached = min(max(sent, entry.answer.lowerBound), entry.answer.upperBound)
      recorder.record(
        AccessRecord(
          method: entry.method, path: texts.path, route: entry.route.map { loop.trails.patterns[$0] },
          status: entry.status, isAborted: isAborted, bytesReceived: entry.bytesReceived,
          bytesSent: Int(reached - entry.answer.lowerBound),
          nanoseconds: Nanoseconds.now() &- entry.began, peer: peer, requestID: texts.id, trace: entry.trace,
          userAgent: texts.agent))
    }
  }

  private static func cut(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes.prefix(limit))
  }
}

/// What the `X-Request-Id` field of an answer says.
enum AnswerIdentity {
  case none
  /// The client's id, or one that the log has as well.
  case text(UnsafeRawBufferPointer)
  case made(RequestIdentity)
}

extension AnswerIdentity {
  func append(to output: ByteBuffer) {
    switch self {
    case .none: break
    case .text(let id):
      output.append("\r\nX-Request-Id: ")
      output.append(id)
    case .made(let identity):
      output.append("\r\nX-Request-Id: ")
      identity.append(to: output)
    }
  }
}
