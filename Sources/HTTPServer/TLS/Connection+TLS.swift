extension Connection {
  /// Takes the handshake on; whether requests can be taken up.
  func isSecured(by session: TLSSession) -> Bool {
    guard loop.takeHandshakeStep() else {
      loop.enqueue(self)
      return false
    }
    switch session.shakeHands() {
    case .moved:
      loop.statistics.handshakeCompleted(isResumed: session.isResumed)
      // A request may have come with the end of the handshake.
      isReadable = true
      deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.idleTimeout)
      return true
    case .needsReadable: isReadable = false
    case .needsWritable: isWritable = false
    case .unfinished: loop.enqueue(self)
    case .plainHTTP: answerInPlain()
    case .ended, .failed: letAlertArrive()
    }
    return false
  }

  private func answerInPlain() {
    endSession()
    current.began = loop.now
    refuse(HTTPFailure(status: 400, detail: "This port speaks HTTPS: plain HTTP was sent to it."))
    send()
  }

  /// Closes only when the client has read the alert that OpenSSL sent it.
  private func letAlertArrive() {
    endSession()
    phase = .closing
    send()
  }

  /// Reads once through TLS; false if nothing came.
  func receive(_ session: TLSSession, _ input: ByteBuffer) -> Bool {
    switch session.read(into: input.tail, room: input.room) {
    case .moved(let count):
      isReadable = session.mayHoldMore || peerHasClosed
      received(count, input)
      return true
    case .needsReadable: isReadable = false
    case .unfinished: loop.enqueue(self)
    // The socket is still to be read once the record that blocks the way is gone.
    case .needsWritable: isWritable = false
    case .ended:
      releaseEmptyInput()
      return endOfInput()
    case .failed, .plainHTTP: close()
    }
    releaseEmptyInput()
    return false
  }

  /// Writes once through TLS; nil if nothing went out.
  func write(_ session: TLSSession, _ output: ByteBuffer) -> Int? {
    switch session.write(UnsafeRawBufferPointer(output.bytes)) {
    case .moved(let count): return count
    case .needsWritable: isWritable = false
    // Whatever comes next is an event of the socket, which leads here again.
    case .needsReadable, .unfinished: break
    case .ended, .failed, .plainHTTP: close()
    }
    return nil
  }

  /// Says goodbye in TLS; from here on nothing that comes is of interest.
  func endSession() {
    guard let session else { return }
    // A client that comes and leaves, as a probe of the port does, has failed at nothing.
    if !session.isEstablished && session.hasReceived { loop.statistics.handshakeFailed() }
    session.end()
    self.session = nil
  }
}
