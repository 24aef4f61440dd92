/// The alarms of a loop's connections, and the clock that their wheel turns by.
struct ConnectionAlarms {
  private var wheel = TimerWheel()
  private let start: UInt64
  private let interval: UInt64

  /// - Parameter tick: seconds.
  init(now: UInt64, tick: Double) {
    start = now
    interval = max(1_000_000, Nanoseconds.of(tick))
  }

  /// Sets an alarm and returns when it goes off: at the deadline or within the tick after it.
  mutating func arm(_ descriptor: Int32, at deadline: UInt64) -> UInt64 {
    let (ticks, rest) = (max(deadline, start) &- start).quotientAndRemainder(dividingBy: interval)
    let tick = rest == 0 ? ticks : ticks + 1
    wheel.arm(descriptor, at: tick)
    return time(of: tick)
  }

  mutating func cancel(_ descriptor: Int32) { wheel.cancel(descriptor) }

  /// Takes out a connection whose alarm went off by `now`.
  mutating func pop(now: UInt64) -> Int32? { wheel.popDue(by: (now &- start) / interval) }

  /// When there is something to do again; nil if nothing is armed.
  var next: UInt64? { wheel.next.map { time(of: $0) } }

  private func time(of tick: UInt64) -> UInt64 {
    let (time, overflow) = tick.multipliedReportingOverflow(by: interval)
    return overflow || time > .max - start ? .max : start + time
  }
}

extension Reactor {
  /// Alarms handled in a row before requests have their turn.
  private static let alarmsInARow = 64

  /// Has a connection looked at once `deadline` has passed.
  func arm(_ connection: Connection, at deadline: UInt64) {
    timer.wake(at: alarms.arm(connection.descriptor, at: deadline))
  }

  /// Looks at the connections whose alarms went off, and at nothing else.
  func tick() {
    for _ in 0..<Self.alarmsInARow {
      guard let descriptor = alarms.pop(now: now) else { break }
      connections[descriptor]?.alarmWentOff(now)
    }
    resumeAccepting()
    checkDrain()
    if let next = alarms.next { timer.wake(at: next) }
  }
}
