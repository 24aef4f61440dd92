import Glibc

extension Connection {
  /// Reads and takes up requests as long as there are any, within this turn's share.
  func takeUpRequests() {
    var share = loop.limits.connectionShare
    while share > 0 {
      switch phase {
      case .idle, .head, .body:
        if let output, file != nil || output.count > loop.limits.outputBytes {
          isStalled = true
          return
        }
        switch takeUp() {
        case .complete: share -= 1
        case .needsMore:
          guard receive() else { return }
          share -= 1
        case .refused: return
        }
      case .handling, .discarding:
        guard let stream, isReadingStream else { return }
        switch takeUpBody(stream) {
        case .complete: share -= 1
        case .needsMore:
          guard receive() else { return }
          share -= 1
        case .refused: return
        }
      case .lingering: return discard()
      case .closing, .aborting, .closed: return
      }
    }
    loop.enqueue(self)
  }

  /// Reads once; false if nothing came.
  private func receive() -> Bool {
    guard isReadable else { return false }
    let input = self.input ?? loop.pool.take()
    self.input = input
    input.reserve(roomToRead(input))
    if let session { return receive(session, input) }
    let room = input.room
    let count = recv(descriptor, input.tail, room, 0)
    if count > 0 {
      // A short read has emptied the socket: the next bytes, and the end, make a new edge.
      isReadable = count == room || peerHasClosed
      received(count, input)
      return true
    }
    releaseEmptyInput()
    return count == 0 ? endOfInput() : receiveFailed(errno)
  }

  func received(_ count: Int, _ input: ByteBuffer) {
    input.grow(count)
    loop.statistics.received(count)
    extendBodyDeadline(count)
  }

  /// A small room would mean many small reads; a grown buffer is for bodies within their route's limit.
  private func roomToRead(_ input: ByteBuffer) -> Int {
    max(2048, min(input.count, 1 << 20))
  }

  private func receiveFailed(_ number: Int32) -> Bool {
    switch number {
    case EINTR: return receive()
    case EAGAIN: isReadable = false
    default: close()
    }
    return false
  }

  func endOfInput() -> Bool {
    isReadable = false
    inputEnded = true
    let failure = HTTPFailure(status: 400, detail: "The connection ended in the middle of the request.")
    switch phase {
    case .idle: phase = .closing
    case .handling: failStream(failure, because: .clientLeft)
    case .discarding: bodyFailed(failure)
    default: refuse(failure)
    }
    return false
  }

  private func extendBodyDeadline(_ count: Int) {
    guard phase == .body || stream != nil else { return }
    deadlines.bodyArrived(bytes: count, now: loop.now, limits: loop.limits)
  }

  func releaseEmptyInput() {
    guard let input, input.isEmpty else { return }
    loop.pool.give(input)
    self.input = nil
  }

  /// Reads and drops until the client closes.
  private func discard() {
    let scratch = loop.pool.take()
    defer { loop.pool.give(scratch) }
    for _ in 0..<loop.limits.connectionShare where isReadable {
      let count = recv(descriptor, scratch.tail, scratch.room, 0)
      if count > 0 { continue }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        isReadable = false
        return
      }
      return close()
    }
    // Only where something may be left: asking again without that would spin until the client closes.
    if isReadable { loop.enqueue(self) }
  }
}
