import Dispatch

/// One event loop: an actor on its own serial queue, woken by one dispatch source over its epoll descriptor.
actor EventLoop {
  nonisolated let control = LoopControl()
  nonisolated let statistics = LoopStatistics()
  private nonisolated let executor: QueueExecutor
  private var reactor: Reactor?
  private var source: (any DispatchSourceRead)?
  private var isShiftQueued = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(index: Int) { executor = QueueExecutor(label: "http.loop.\(index)") }

  /// Sets the loop up on its own queue and begins to serve; returns when clients can connect.
  ///
  /// - Throws: `ServerError.cannotCreateLoop`
  nonisolated func start(
    _ setup: LoopSetup, bind: @escaping @Sendable (Reactor) -> BoundHandler
  ) throws(ServerError) {
    let result = executor.queue.sync {
      assumeIsolated { loop in
        Result { () throws(ServerError) in try loop.begin(setup, bind) }
      }
    }
    try result.get()
  }

  private func begin(_ setup: LoopSetup, _ bind: (Reactor) -> BoundHandler) throws(ServerError) {
    let reactor = try Reactor(setup, control: control, statistics: statistics)
    reactor.handler = bind(reactor)
    self.reactor = reactor
    let source = DispatchSource.makeReadSource(
      fileDescriptor: reactor.epoll.descriptor, queue: executor.queue)
    source.setEventHandler { [self] in assumeIsolated { $0.shift() } }
    // The source must be done with the epoll descriptor before the descriptor is closed.
    source.setCancelHandler { [self] in assumeIsolated { $0.reactor = nil } }
    source.resume()
    self.source = source
  }

  /// Goes on behind what waits on the queue; once, however often the source has fired meanwhile.
  private func queueShift() {
    guard !isShiftQueued else { return }
    isShiftQueued = true
    executor.queue.async { [self] in
      assumeIsolated { loop in
        loop.isShiftQueued = false
        loop.shift()
      }
    }
  }

  /// Runs turns until nothing is ready, or until others on the queue should have theirs.
  private func shift() {
    guard let reactor, !reactor.isStopped else { return }
    switch reactor.runTurns() {
    case .idle: break
    // What is still ready must not depend on the source alone, which sees only the epoll set.
    case .unfinished: queueShift()
    case .stopped:
      source?.cancel()
      source = nil
    }
  }
}
