import Glibc

extension Connection {
  /// Answers the request with a ticket's number; any other number is spent.
  func respond(_ number: UInt64, _ answer: Answer) {
    guard phase == .handling, current.number == number, stream?.answer == nil else { return }
    self.answer(answer)
    wakeUp()
  }

  /// Answers the request that is being handled; the connection lives on if the client wants that.
  func answer(_ answer: Answer) {
    current.keepAlive = outlivesAnswer
    write(answer, keepAlive: current.keepAlive)
    endExchange()
  }

  /// Answers with a failure after which the connection lives on.
  func answer(_ failure: HTTPFailure) {
    rendered(failure) { answer($0) }
  }

  /// Answers with a failure after which nothing on this connection can be trusted.
  func refuse(_ failure: HTTPFailure) {
    noteRefused()
    rendered(failure) { write($0, keepAlive: false) }
    phase = .closing
    dropInput()
  }

  private func rendered(_ failure: HTTPFailure, _ body: (Answer) -> Void) {
    let failureBody = loop.renderFailure(failure)
    failureBody.bytes.withUnsafeBytes { bytes in
      body(
        Answer(
          status: failure.status, contentType: failureBody.contentType,
          headers: failure.headers, body: bytes))
    }
  }

  private func write(_ answer: Answer, keepAlive: Bool) {
    current.number = 0
    let output = outputBuffer()
    let before = output.count
    writeCoded(answer, ConnectionField(keepAlive, current.minorVersion), into: output)
    sendLater(answer.file)
    let fileLength = file?.count ?? 0
    noteAnswer(answer.status, length: output.count - before + fileLength, unsent: output.count + fileLength)
    loop.statistics.answered(status: answer.status, nanoseconds: Nanoseconds.now() &- current.began)
  }

  func writeContinue() { outputBuffer().append("HTTP/1.1 100 Continue\r\n\r\n") }

  func outputBuffer() -> ByteBuffer {
    if let output { return output }
    let fresh = loop.pool.take()
    output = fresh
    deadlines.write = loop.now &+ Nanoseconds.of(loop.limits.writeTimeout)
    return fresh
  }
}

extension Connection {
  /// Sends what waits, as far as the client takes it.
  func send() {
    guard phase != .closed else { return }
    guard phase != .aborting else { return close(.aborted) }
    let waiting = output?.count ?? 0
    if let output, isWritable { send(output) }
    if let stream { outputAdvanced(stream, from: waiting) }
    if output == nil, phase == .closing { linger() }
    if output == nil, input == nil, phase == .idle, loop.drainState.isDraining { close() }
    goOnIfStalled()
  }

  private func send(_ output: ByteBuffer) {
    guard flush(output), sendFile(output) else { return }
    loop.pool.give(output)
    self.output = nil
  }

  /// Sends what is in the output; true once that is all.
  func flush(_ output: ByteBuffer) -> Bool {
    while !output.isEmpty {
      guard let count = write(output) else { return false }
      output.consume(count)
      sent(count)
    }
    return true
  }

  /// Whether a file's bytes can go to the socket as they are, without passing through the process.
  var sendsFilesInKernel: Bool { session == nil }

  /// Counts bytes that the client took, and grants it more time for them.
  func sent(_ count: Int) {
    loop.statistics.sent(count)
    noteSent(count)
    deadlines.write = ConnectionDeadlines.extended(
      deadlines.write, bytes: count, rate: loop.limits.minimumRate, timeout: loop.limits.writeTimeout,
      now: loop.now)
  }

  /// Writes once; nil if nothing went out.
  private func write(_ output: ByteBuffer) -> Int? {
    if let session { return write(session, output) }
    while true {
      let count = Glibc.send(descriptor, output.bytes.baseAddress, output.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return count }
      if errno == EINTR { continue }
      if errno == EAGAIN { isWritable = false } else { close() }
      return nil
    }
  }

  /// Takes up requests again once the client has read enough of its answers.
  private func goOnIfStalled() {
    guard isStalled, file == nil, output.map({ $0.count <= loop.limits.outputBytes }) ?? true else { return }
    isStalled = false
    loop.enqueue(self)
  }

  /// Ends the output and waits for the client to close (RFC 9112, section 9.6).
  private func linger() {
    endSession()
    guard !inputEnded, shutdown(descriptor, Int32(SHUT_WR)) == 0 else { return close() }
    phase = .lingering
    dropInput()
    deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.lingerTimeout)
    if isReadable { loop.enqueue(self) }
  }
}
