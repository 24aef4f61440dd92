/// How far a loop's drain has come.
struct DrainState {
  /// Monotonic nanoseconds at which open connections are closed; nil while the loop serves.
  var deadline: UInt64?
  var completions: [@Sendable () -> Void] = []

  var isDraining: Bool { deadline != nil }
}

extension Reactor {
  /// Stops accepting and closes what is idle; a second drain may bring the deadline forward.
  func beginDrain(_ seconds: Double, _ completion: @escaping @Sendable () -> Void) {
    drainState.deadline = min(drainState.deadline ?? .max, now + Nanoseconds.of(seconds))
    drainState.completions.append(completion)
    // Clients that the kernel has accepted already must not be reset with the listener; those of an inherited one wait
    // for the process that comes next.
    for acceptor in acceptors where !acceptor.listener.isInherited {
      while accept(on: acceptor.descriptor) {}
    }
    closeAcceptors()
    for connection in connections.all { connection.closeIfIdle() }
    checkDrain()
  }

  /// Ends the drain when nothing is left, or when its time is over.
  func checkDrain() {
    guard let deadline = drainState.deadline else { return }
    if now >= deadline { for connection in connections.all { connection.close(.serverStopped) } }
    if connections.isEmpty { finishDrain() } else { timer.wake(at: deadline) }
  }

  func finishDrain() {
    let completions = drainState.completions
    drainState.completions = []
    for completion in completions { completion() }
  }
}
