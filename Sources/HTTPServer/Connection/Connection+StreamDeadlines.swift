extension Connection {
  /// Grants the whole time of a request anew: a stream may last for ever as long as it moves.
  func streamProgressed() {
    deadlines.request = loop.now &+ Nanoseconds.of(loop.limits.requestTimeout)
  }

  /// When something of a streamed exchange is due, in monotonic nanoseconds.
  var streamDeadline: UInt64 {
    phase == .discarding
      ? deadlines.phase : min(deadlines.phase, deadlines.request, keepAliveDeadline)
  }

  private var keepAliveDeadline: UInt64 { stream?.keepAlive == nil ? .max : deadlines.keepAlive }

  /// Ends a stream that stands still, or keeps a silent one alive.
  func expireStream(_ now: UInt64) {
    if phase == .discarding {
      if now >= deadlines.phase { close() }
    } else if now >= deadlines.request {
      failStream(
        HTTPFailure(status: 503, detail: "The request could not be answered within the time limit."))
      send()
    } else if now >= deadlines.phase {
      failStream(
        HTTPFailure(status: 408, detail: "The request's body did not arrive within the time limit."))
      send()
    } else if let keepAlive = stream?.keepAlive, now >= deadlines.keepAlive {
      deadlines.keepAlive = now &+ keepAlive.interval
      if output == nil { _ = keepAlive.bytes.withUnsafeBytes { write($0) } }
    }
  }
}
