import Synchronization

/// An HTTP/1.1 server: event loops that accept, parse, route and answer.
///
/// The server lives as long as it is held; letting go of it closes everything at once.
package final class Server<Handler: RequestHandler>: Sendable {
  /// Where the server listens, and its limits.
  package let configuration: ServerConfiguration
  /// The ways to the handlers, one for each loop.
  package let inboxes: [LoopInbox<Handler>]
  private let router: Router<Handler.Action>
  private let renderFailure: @Sendable (HTTPFailure) -> FailureBody
  private let accessLog: AccessLog?
  private let makeHandler: @Sendable (LoopContext<Handler>) -> Handler
  let loops: [EventLoop]
  let certificateStore: CertificateStore
  private let hasStarted = Atomic(false)
  /// Whether every loop has begun.
  private let isServing = Atomic(false)

  /// Creates a server that does not listen yet.
  ///
  /// - Parameters:
  ///   - renderFailure: renders the body of answers that the server gives by itself.
  ///   - accessLog: learns of every request; nil for none.
  ///   - makeHandler: makes a loop's handler, on that loop.
  package init(
    configuration: ServerConfiguration, router: Router<Handler.Action>,
    renderFailure: @escaping @Sendable (HTTPFailure) -> FailureBody, accessLog: AccessLog? = nil,
    makeHandler: @escaping @Sendable (LoopContext<Handler>) -> Handler
  ) {
    BrokenPipes.areIgnored
    self.configuration = configuration
    self.router = router
    self.renderFailure = renderFailure
    self.accessLog = accessLog
    self.makeHandler = makeHandler
    certificateStore = CertificateStore(configuration.tls)
    loops = (0..<configuration.loops).map { EventLoop(index: $0) }
    inboxes = loops.map { LoopInbox(wakeUp: $0.control.wakeUp) }
  }

  deinit { for loop in loops { loop.control.send(.stop) } }

  /// Counters of each loop, readable from any thread.
  package var statistics: [LoopStatistics] { loops.map(\.statistics) }

  /// Binds all addresses on every loop and begins to serve.
  ///
  /// - Returns: the addresses really bound, such as `127.0.0.1:40213`, in the configuration's order; with their
  ///   `https://` where it stood there.
  /// - Throws: `ServerError`; what was bound is closed then, and the server cannot be started again.
  package func start() throws(ServerError) -> [String] {
    guard !hasStarted.exchange(true, ordering: .relaxed) else { throw .alreadyStarted }
    let credentials = try loadCredentials()
    let listeners = try ListenerSet(configuration)
    let openConnections = ConnectionCount(configuration.limits)
    for index in loops.indices {
      do {
        try start(index, listeners.ofLoop(index), openConnections, credentials)
      } catch {
        for loop in loops[..<index] { loop.control.send(.stop) }
        for unused in index..<loops.count { listeners.close(ofLoop: unused) }
        throw error
      }
    }
    isServing.store(true, ordering: .releasing)
    return listeners.addresses
  }

  private func start(
    _ index: Int, _ listeners: [Listener], _ openConnections: ConnectionCount, _ credentials: TLSCredentials?
  ) throws(ServerError) {
    let setup = LoopSetup(
      index: index, limits: configuration.limits, listeners: listeners, routes: routeTable,
      connections: openConnections, credentials: credentials, renderFailure: renderFailure,
      accessLog: accessLog, identifiesAnswers: configuration.identifiesAnswers)
    try loops[index].start(setup) { [router, makeHandler, inbox = inboxes[index]] reactor in
      let context = LoopContext(index: index, inbox: inbox, reactor: reactor)
      return BoundHandler(makeHandler(context), routes: router.routes, inbox: inbox)
    }
  }

  private var routeTable: RouteTable {
    RouteTable(
      tree: router.tree,
      bodies: router.routes.map {
        RouteBody(
          limit: $0.bodyLimit, requiresLength: $0.requiresLength, isStreamed: $0.delivery == .streamed)
      },
      patterns: router.routes.map(\.pattern))
  }

  /// Reports on some queue once every loop has shown that it turns; never, where a loop is stuck in its handler.
  package func whenLoopsAnswer(_ completion: @escaping @Sendable () -> Void) {
    let remaining = Countdown(loops.count, completion: completion)
    for loop in loops { loop.control.send(.answer(completion: { remaining.countDown() })) }
  }

  /// Stops accepting and lets open requests finish; idle connections close at once.
  ///
  /// The loops stay alive for their inboxes until the server is let go. Draining again, or with nothing open, returns
  /// as soon as nothing is left.
  /// - Parameter seconds: after which connections still open are closed.
  package func drain(within seconds: Double) async {
    await withCheckedContinuation { continuation in
      drain(within: seconds) { continuation.resume() }
    }
  }

  /// Drains like `drain(within:)` and reports on an unspecified queue.
  package func drain(within seconds: Double, completion: @escaping @Sendable () -> Void) {
    guard isServing.load(ordering: .acquiring) else { return completion() }
    let remaining = Countdown(loops.count, completion: completion)
    for loop in loops {
      loop.control.send(.drain(seconds: max(0, seconds), completion: { remaining.countDown() }))
    }
  }
}

/// Reports when as many events as were announced have happened.
private final class Countdown: Sendable {
  private let remaining: Atomic<Int>
  private let completion: @Sendable () -> Void

  init(_ count: Int, completion: @escaping @Sendable () -> Void) {
    remaining = Atomic(count)
    self.completion = completion
  }

  func countDown() {
    if remaining.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { completion() }
  }
}
