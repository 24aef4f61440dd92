import Glibc

/// The loop itself: its epoll set, its connections and its handler; used on the loop's queue only.
final class Reactor {
  /// How a series of turns ended.
  enum Outcome {
    /// Nothing is ready; the epoll descriptor will tell.
    case idle
    /// More is ready, but others on the queue should have their turn.
    case unfinished
    case stopped
  }

  /// Milliseconds for which a turn waits before the loop goes to sleep; waking through Dispatch costs more.
  private static let linger: Int32 = 1

  let index: Int32
  let limits: ServerLimits
  let routes: RouteTable
  let epoll: EpollSet
  let timer: LoopTimer
  let statistics: LoopStatistics
  let pool = BufferPool()
  let codings: CodingPool
  let trails: RequestTrails
  let control: LoopControl
  let openConnections: ConnectionCount
  let renderFailure: (HTTPFailure) -> FailureBody

  /// Set once, before the first turn.
  var handler: BoundHandler?
  var acceptors: [Acceptor]
  /// What new connections with TLS are given.
  var credentials: TLSCredentials?
  private var handshakeSteps = 0
  private var isAdvancingQueue = false
  var connections = ConnectionTable()
  var alarms: ConnectionAlarms
  /// Connections with something to do that no event will announce.
  var queued: [Connection] = []
  private var spareQueue: [Connection] = []
  /// Whether requests went to the handler since its turn ended.
  private var owesTurnEnd = false
  var drainState = DrainState()
  var date = HTTPDate()
  /// Monotonic nanoseconds at the beginning of the turn.
  private(set) var now = Nanoseconds.now()
  private var lastNumber: UInt64 = 0
  private(set) var isStopped = false

  /// - Throws: `ServerError.cannotCreateLoop`
  init(_ setup: LoopSetup, control: LoopControl, statistics: LoopStatistics) throws(ServerError) {
    index = Int32(truncatingIfNeeded: setup.index)
    limits = setup.limits
    codings = CodingPool(limits: setup.limits)
    routes = setup.routes
    openConnections = setup.connections
    credentials = setup.credentials
    renderFailure = setup.renderFailure
    trails = RequestTrails(
      recorder: setup.accessLog?.makeRecorder(setup.index), patterns: setup.routes.patterns,
      identifiesAnswers: setup.identifiesAnswers)
    self.control = control
    self.statistics = statistics
    epoll = try EpollSet()
    timer = try LoopTimer()
    alarms = ConnectionAlarms(now: now, tick: setup.limits.tick)
    acceptors = setup.listeners.map { Acceptor($0) }
    let own = [control.wakeUp.descriptor, timer.descriptor].map { ($0, EpollFlag.readable) }
    for (descriptor, events) in own + acceptors.map({ ($0.descriptor, $0.events) })
    where !epoll.add(.init(descriptor), events: events) {
      throw .cannotCreateLoop(call: "epoll_ctl", errno: errno)
    }
  }

  /// Runs turns until nothing is ready or until the bounds on events and time are met.
  func runTurns() -> Outcome {
    let deadline = Nanoseconds.now() + Nanoseconds.of(limits.turnDuration)
    var events = 0
    repeat {
      guard let handled = turn() else { return .idle }
      if isStopped { return .stopped }
      events += handled
    } while events < limits.turnEvents && now < deadline
    return .unfinished
  }

  /// Handles what is ready; nil if that was nothing.
  private func turn() -> Int? {
    let hasWork = owesTurnEnd || !queued.isEmpty
    let ready = epoll.wait(milliseconds: hasWork ? 0 : Self.linger)
    guard ready > 0 || hasWork else { return nil }
    now = Nanoseconds.now()
    date.update()
    handshakeSteps = 0
    for position in 0..<ready where !isStopped {
      // Its descriptor may stand behind hundreds of others: work from outside waits for one event, not for all.
      if control.wakeUp.isSignalled { wokenUp() }
      if !isStopped { dispatch(epoll[position]) }
    }
    guard !isStopped else { return ready }
    advanceQueued()
    owesTurnEnd = false
    handler?.turnEnded()
    // Answers given just now go out in this turn; requests that waited behind them reach the handler, too.
    advanceQueued()
    trails.recorder?.turnEnded()
    return ready + 1
  }

  private func dispatch(_ event: (token: EpollSet.Token, flags: UInt32)) {
    let descriptor = event.token.descriptor
    if event.token.generation != 0 {
      connections[event.token]?.handle(event.flags)
    } else if descriptor == control.wakeUp.descriptor {
      wokenUp()
    } else if descriptor == timer.descriptor {
      timer.clear()
      tick()
    } else {
      accept(on: descriptor)
    }
  }

  private func wokenUp() {
    control.wakeUp.clear()
    for command in control.takeCommands() {
      switch command {
      case .drain(let seconds, let completion): beginDrain(seconds, completion)
      case .answer(let completion): completion()
      case .use(let fresh): credentials = fresh
      case .stop: stop()
      }
    }
    handler?.runInbox()
  }

  /// Remembers a connection for the end of this turn or the next one.
  func enqueue(_ connection: Connection) {
    guard !connection.isQueued else { return }
    connection.isQueued = true
    queued.append(connection)
  }

  private func advanceQueued() {
    guard !queued.isEmpty else { return }
    swap(&queued, &spareQueue)
    isAdvancingQueue = true
    for connection in spareQueue {
      // Each may have many requests: work from outside waits for one connection, not for all.
      if control.wakeUp.isSignalled { wokenUp() }
      if isStopped { break }
      connection.isQueued = false
      connection.advance()
    }
    isAdvancingQueue = false
    spareQueue.removeAll(keepingCapacity: true)
  }

  /// Hands a request to the handler, whose turn has to be ended then.
  func handle(route: Int, message: Message, exchange: Exchange) {
    owesTurnEnd = true
    handler?.handle(route, message, exchange)
  }

  /// Whether this turn has time for another handshake, of which a few hundred would hold up everybody else.
  ///
  /// Half of the steps are kept for those that wait already, or new clients would overtake them for ever.
  func takeHandshakeStep() -> Bool {
    let limit = isAdvancingQueue ? limits.turnHandshakes : (limits.turnHandshakes + 1) / 2
    guard handshakeSteps < limit else { return false }
    handshakeSteps += 1
    return true
  }

  func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// The connection on which a ticket's request is still with the handler.
  func connection(of exchange: Exchange) -> Connection? {
    guard exchange.loop == index, let connection = connections[exchange.descriptor],
      connection.phase == .handling, connection.current.number == exchange.number
    else { return nil }
    return connection
  }

  /// Answers the request that a ticket stands for, if it is still waiting.
  func respond(_ exchange: Exchange, _ answer: Answer) {
    guard exchange.loop == index else { return }
    connections[exchange.descriptor]?.respond(exchange.number, answer)
  }

  /// Closes everything; nothing happens on this loop any more.
  private func stop() {
    isStopped = true
    for connection in connections.all { connection.close(.serverStopped) }
    trails.recorder?.turnEnded()
    closeAcceptors()
    finishDrain()
    handler = nil
    queued = []
    spareQueue = []
  }
}
