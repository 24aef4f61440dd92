extension Connection {
  func begin(_ head: StreamedHead, length: Int?, source: (any AnswerSource)?) -> Bool {
    guard stream?.answer == nil else { return false }
    let framing = AnswerFraming(length: length, minorVersion: current.minorVersion)
    let isBodyless = current.isHead || head.isBodyless
    if framing == .untilClose && !isBodyless || loop.drainState.isDraining || stream?.owesContinue == true {
      current.keepAlive = false
    }
    let output = outputBuffer()
    let before = output.count
    let coding = self.coding(of: head, length)
    ResponseWriter.write(
      head, framing, coding, connection: ConnectionField(current.keepAlive, current.minorVersion),
      date: loop.date, identity: answerIdentity, into: output)
    loop.statistics.answered(status: head.status, nanoseconds: Nanoseconds.now() &- current.began)
    wakeUp()
    guard !isBodyless else {
      noteAnswer(head.status, length: output.count - before, unsent: output.count)
      current.keepAlive = outlivesAnswer
      endExchange()
      return false
    }
    let stream = self.stream ?? streamOfBufferedRequest()
    stream.answer = framing
    if coding == .gzip { beginDeflating(stream) }
    stream.status = head.status
    stream.written = output.count - before
    stream.source = source
    streamProgressed()
    return true
  }

  /// Its body has arrived: the client's time for head and body no longer counts.
  private func streamOfBufferedRequest() -> StreamedExchange {
    let stream = StreamedExchange(body: BodyDecoder(.none, limit: 0, limits: loop.limits))
    self.stream = stream
    deadlines.phase = .max
    return stream
  }

  func write(_ piece: UnsafeRawBufferPointer) -> WriteOutcome {
    guard let stream, stream.answer != nil else { return .ended }
    guard stream.answer?.admit(piece.count) == true else { return contradictLength() }
    let output = outputBuffer()
    guard output.count <= 2 * loop.limits.outputBytes else {
      abort()
      return .ended
    }
    let before = output.count
    if !piece.isEmpty { write(piece, .sync, of: stream, into: output) }
    stream.written += output.count - before
    if let keepAlive = stream.keepAlive { deadlines.keepAlive = loop.now &+ keepAlive.interval }
    wakeUp()
    stream.awaitsRoom = output.count > loop.limits.outputBytes
    return stream.awaitsRoom ? .full : .room
  }

  func finish() {
    guard let stream, let answer = stream.answer else { return }
    guard answer.mayEnd else {
      _ = contradictLength()
      return
    }
    if answer == .chunked || stream.deflater != nil {
      let output = outputBuffer()
      let before = output.count
      if stream.deflater != nil { write(.init(start: nil, count: 0), .finish, of: stream, into: output) }
      answer.writeEnd(into: output)
      stream.written += output.count - before
    }
    noteStreamedAnswer()
    // Where nothing is left to be sent, no sending will tell the log.
    noteSent(0)
    current.keepAlive = outlivesAnswer
    wakeUp()
    endExchange()
  }

  /// Never a wrong framing: the client sees that the answer was cut off.
  private func contradictLength() -> WriteOutcome {
    loop.statistics.lengthMismatched()
    abort()
    return .ended
  }

  /// Forgets the exchange at once; the connection closes when the handler's call is over, not under its feet.
  func abort() {
    loop.statistics.requestEnded()
    loop.statistics.answerAborted()
    noteStreamedAnswer()
    current.number = 0
    stream = nil
    phase = .aborting
    wakeUp()
  }

  func keepAlive(every seconds: Double, with bytes: [UInt8]) {
    let interval = max(1, Nanoseconds.of(seconds))
    guard let stream else { return }
    stream.keepAlive = StreamKeepAlive(interval: interval, bytes: bytes)
    deadlines.keepAlive = loop.now &+ interval
  }
}

extension Connection {
  /// Whether the connection can serve another request after the current one is answered.
  var outlivesAnswer: Bool {
    current.keepAlive && !loop.drainState.isDraining && (stream?.canDiscardRest(loop.limits) ?? true)
  }

  /// Goes on after an answer: with the rest of the body, the next request, or to the end.
  func endExchange() {
    loop.statistics.requestEnded()
    current.number = 0
    if stream != nil { deadlines.keepAlive = .max }
    guard current.keepAlive else {
      stream = nil
      phase = .closing
      return
    }
    guard let stream, !stream.body.isComplete else { return becomeIdle() }
    self.stream = StreamedExchange(body: stream.body)
    self.stream?.discardable = loop.limits.discardedBody
    phase = .discarding
    deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.bodyTimeout)
  }

  func becomeIdle() {
    stream = nil
    phase = .idle
    deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.idleTimeout)
  }

  /// Tells the source of an answer what became of the output.
  func outputAdvanced(_ stream: StreamedExchange, from waiting: Int) {
    let left = output?.count ?? 0
    if left < waiting { streamProgressed() }
    if loop.drainState.isDraining, !stream.knowsOfDrain, stream.answer != nil {
      stream.knowsOfDrain = true
      stream.source?.drainBegan()
    }
    // Half, so that a source is not called for each packet that a slow reader takes.
    guard stream.awaitsRoom, left <= loop.limits.outputBytes / 2, stream === self.stream else { return }
    stream.awaitsRoom = false
    stream.source?.roomReturned()
  }
}
