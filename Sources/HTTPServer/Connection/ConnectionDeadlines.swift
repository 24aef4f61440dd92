/// When a connection's patience ends, in monotonic nanoseconds.
///
/// A deadline that no longer concerns the connection may stay behind; it costs one alarm that finds nothing.
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

  var earliest: UInt64 { min(phase, request, write, keepAlive) }

  /// Grants more time for bytes of a body that came.
  ///
  /// The request as a whole is granted as much, or a large upload could not be had at the rate that is asked for.
  mutating func bodyArrived(bytes: Int, now: UInt64, limits: ServerLimits) {
    let (phase, request) = (self.phase, self.request)
    self.phase = Self.extended(
      phase, bytes: bytes, rate: limits.minimumRate, timeout: limits.bodyTimeout, now: now)
    self.request = Self.extended(
      request, bytes: bytes, rate: limits.minimumRate, timeout: limits.requestTimeout, now: now)
  }

  /// Grants more time for bytes that were moved, but never more than the timeout from now.
  ///
  /// A transfer that keeps up `rate` bytes a second never ends; one that only drips does.
  static func extended(
    _ deadline: UInt64, bytes: Int, rate: Int, timeout: Double, now: UInt64
  ) -> UInt64 {
    let granted = Nanoseconds.of(Double(bytes) / Double(max(1, rate)))
    let (extended, isEndless) = deadline.addingReportingOverflow(granted)
    return isEndless ? deadline : min(extended, now &+ Nanoseconds.of(timeout))
  }
}

extension Connection {
  /// The limit that the connection runs into next if nothing happens.
  private var nextLimit: (limit: TimeLimit, deadline: UInt64) {
    let ofPhase = phaseLimit
    return output != nil && deadlines.write <= ofPhase.deadline ? (.write, deadlines.write) : ofPhase
  }

  /// Whether the handler wants more of a streamed body; the client's time for it runs only then.
  private var isAwaitingBody: Bool { stream?.isReading ?? false }

  private var phaseLimit: (limit: TimeLimit, deadline: UInt64) {
    switch phase {
    // While an answer is being taken its own deadline counts.
    case .idle: (.idle, output == nil ? deadlines.phase : .max)
    case .head where deadlines.phase <= deadlines.request: (.head, deadlines.phase)
    case .body where deadlines.phase <= deadlines.request: (.body, deadlines.phase)
    case .handling where isAwaitingBody && deadlines.phase <= deadlines.request: (.body, deadlines.phase)
    case .head, .body, .handling: (.request, deadlines.request)
    case .discarding: (.body, deadlines.phase)
    case .lingering: (.linger, deadlines.phase)
    case .closing, .aborting, .closed: (.linger, .max)
    }
  }

  /// Ends what has lasted too long, and sets the next alarm.
  ///
  /// A deadline that moves back leaves the alarm where it is: busy connections look here once for each timeout that
  /// passes, not once for each request.
  func alarmWentOff(_ now: UInt64) {
    // What changes meanwhile is looked at in the end.
    alarm = 0
    let next = nextLimit
    if now >= next.deadline { enforce(next.limit) }
    guard phase != .closed else { return }
    keepStreamAlive(now)
    forgetPast()
    alarm = .max
    setAlarm(min(nextLimit.deadline, deadlines.keepAlive))
  }

  /// Puts away deadlines that no longer concern the connection: each change would set an alarm for them.
  private func forgetPast() {
    if output == nil { deadlines.write = .max }
    if stream == nil { deadlines.keepAlive = .max }
    switch phase {
    case .idle, .discarding, .lingering: deadlines.request = .max
    case .handling: if !isAwaitingBody { deadlines.phase = .max }
    case .closing, .aborting: (deadlines.phase, deadlines.request) = (.max, .max)
    case .head, .body, .closed: break
    }
  }

  private func enforce(_ limit: TimeLimit) {
    loop.statistics.timedOut(limit)
    switch limit {
    // A request may be here that no event has announced yet.
    case .idle: return closeIfIdle()
    case .linger: return close()
    case .write: return close(.readerStuck)
    case .head: refuse(.tooSlow("The request's head did not arrive within the time limit."))
    case .body where phase == .discarding: return close()
    case .body: giveUp(.tooSlow("The request's body did not arrive within the time limit."))
    case .request where phase == .handling:
      giveUp(HTTPFailure(status: 503, detail: "The request could not be answered within the time limit."))
    case .request: refuse(.tooSlow("The request did not arrive within the time limit."))
    }
    send()
  }

  private func giveUp(_ failure: HTTPFailure) {
    guard stream == nil else { return failStream(failure) }
    if phase == .handling { loop.statistics.requestEnded() }
    refuse(failure)
  }

  /// Follows a deadline that may have moved forward.
  func setAlarm(_ deadline: UInt64) {
    guard deadline < alarm else { return }
    alarm = deadline
    loop.arm(self, at: deadline)
  }
}

extension HTTPFailure {
  fileprivate static func tooSlow(_ detail: String) -> HTTPFailure {
    HTTPFailure(status: 408, detail: detail)
  }
}
