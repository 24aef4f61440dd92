/// When a connection's patience ends, in monotonic nanoseconds.
struct ConnectionDeadlines {
  /// For the phase that is going on: silence, head or body.
  var phase: UInt64
  /// For the request as a whole.
  var request = UInt64.max
  /// For the answer that waits to be taken.
  var write = UInt64.max
  /// For a streamed answer that is silent.
  var keepAlive = UInt64.max

  init(idleSince now: UInt64, limits: ServerLimits) {
    phase = now &+ Nanoseconds.of(limits.idleTimeout)
  }

  /// Grants more time for bytes that were moved, but never more than the timeout from now.
  ///
  /// A transfer that keeps up `rate` bytes a second never ends; one that only drips does.
  static func extended(
    _ deadline: UInt64, bytes: Int, rate: Int, timeout: Double, now: UInt64
  ) -> UInt64 {
    let granted = Nanoseconds.of(Double(bytes) / Double(max(1, rate)))
    return min(deadline &+ granted, now &+ Nanoseconds.of(timeout))
  }
}

extension Connection {
  /// Ends what has lasted too long.
  func expire(_ now: UInt64) {
    if output != nil, now >= deadlines.write { return close(.readerStuck) }
    if stream != nil { return expireStream(now) }
    switch phase {
    case .idle, .lingering:
      if now >= deadlines.phase { close() }
    case .head where now >= min(deadlines.phase, deadlines.request):
      refuse(HTTPFailure(status: 408, detail: "The request's head did not arrive within the time limit."))
      send()
    case .body where now >= min(deadlines.phase, deadlines.request):
      refuse(HTTPFailure(status: 408, detail: "The request's body did not arrive within the time limit."))
      send()
    case .handling where now >= deadlines.request:
      loop.statistics.requestEnded()
      refuse(HTTPFailure(status: 503, detail: "The request could not be answered within the time limit."))
      send()
    case .head, .body, .handling, .discarding, .closing, .aborting, .closed: break
    }
  }
}
