import Glibc

/// One client's socket: what has come from it, what goes to it, and which of the two is going on.
///
/// Requests are taken up one at a time; what a client sends ahead waits in the kernel or in the input buffer.
/// Readiness is edge-triggered: it is remembered here until a read or a write finds nothing more.
final class Connection {
  enum Phase {
    /// Between requests, nothing of the next one is here.
    case idle
    case head, body
    /// The handler has the request.
    case handling
    /// The answer is given; the rest of a streamed body is read and dropped so that the connection lives on.
    case discarding
    /// The last answer is being sent.
    case closing
    /// All is sent; what still comes is dropped until the client closes, so that no reset overtakes the answer.
    case lingering
    /// The handler broke off; closed as soon as its call is over.
    case aborting
    case closed
  }

  static let events =
    EpollFlag.readable | EpollFlag.writable | EpollFlag.peerClosed | EpollFlag.edgeTriggered

  let token: EpollSet.Token
  // The loop owns its connections: it drops them before it goes away itself, and nobody else keeps one.
  unowned(unsafe) let loop: Reactor

  var phase = Phase.idle
  /// Whether the connection is in the loop's queue already.
  var isQueued = false
  /// Whether `advance` is at work, so that an answer given meanwhile need not queue the connection.
  var isAdvancing = false
  var isReadable = false
  var isWritable = true
  /// Whether the end of the client's output was announced; it may stand behind bytes that are still to be read.
  var peerHasClosed = false
  /// Whether the client has sent all it ever will.
  var inputEnded = false
  /// Whether taking up requests waits for the client to read its answers.
  var isStalled = false

  /// TLS, until its close_notify is sent; nil for plain connections.
  var session: TLSSession?
  /// Held only while something is in it; the same for `output`.
  var input: ByteBuffer?
  var output: ByteBuffer?
  /// Follows what is in the output, which is held as long.
  var file: FileBody?
  var parser: RequestParser
  var current = CurrentRequest()
  var transfer: BodyTransfer?
  var deadlines: ConnectionDeadlines {
    didSet { setAlarm(deadlines.earliest) }
  }
  /// When the loop looks at the deadlines, in monotonic nanoseconds; never later than the first of them.
  var alarm = UInt64.max
  let peer: PeerAddress
  /// Of requests that the log will learn of, or whose client wants its own id back.
  var trail: RequestTrail?
  /// Held only while a body or an answer is streamed.
  var stream: StreamedExchange? {
    didSet { if let oldValue, oldValue !== stream { giveBackCodings(of: oldValue) } }
  }

  var descriptor: Int32 { token.descriptor }

  init(
    _ descriptor: Int32, generation: UInt32, peer: PeerAddress, loop: Reactor, session: TLSSession? = nil
  ) {
    self.peer = peer
    token = .init(descriptor, generation: generation)
    self.loop = loop
    self.session = session
    parser = RequestParser(limits: loop.limits)
    deadlines = ConnectionDeadlines(idleSince: loop.now, limits: loop.limits)
    if session != nil { deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.headerTimeout) }
  }

  /// Takes note of what epoll reports, and goes on.
  func handle(_ flags: UInt32) {
    if flags & EpollFlag.broken != 0 { return close() }
    if flags & EpollFlag.peerClosed != 0 { peerHasClosed = true }
    if flags & (EpollFlag.readable | EpollFlag.peerClosed) != 0 { isReadable = true }
    if flags & EpollFlag.writable != 0 { isWritable = true }
    advance()
  }

  /// Does all that can be done now: take up requests, send answers.
  func advance() {
    guard phase != .closed else { return }
    if let session, !session.isEstablished, !isSecured(by: session) { return }
    isAdvancing = true
    takeUpRequests()
    isAdvancing = false
    send()
  }

  /// Closes at once and forgets the client; harmless when repeated.
  func close(_ cause: StreamFailure = .clientLeft) {
    guard phase != .closed else { return }
    if phase == .handling { loop.statistics.requestEnded() }
    noteStreamedAnswer()
    let stream = self.stream
    self.stream = nil
    phase = .closed
    // No deadline is earlier: a closed connection sets no alarm.
    alarm = 0
    current.number = 0
    noteClosed()
    dropInput()
    if let output { loop.pool.give(output) }
    output = nil
    endSession()
    file = nil
    Glibc.close(descriptor)
    if let stream {
      if stream.answer != nil { loop.statistics.answerAborted() }
      stream.tell(cause)
    }
    // Last: this may be the end of a drain, after which nobody is told anything.
    loop.closed(self)
  }

  /// Closes a connection that has no request, nor an answer on its way.
  func closeIfIdle() {
    // A request may be here that no event has announced yet.
    isReadable = true
    advance()
    if phase == .idle && output == nil { close() }
  }

  func dropInput() {
    if let input { loop.pool.give(input) }
    input = nil
    transfer = nil
  }
}

/// What must be known of a request until its answer is written.
struct CurrentRequest {
  /// Number of the ticket that answers it; 0 when there is none.
  var number: UInt64 = 0
  var isHead = false
  var keepAlive = true
  var minorVersion: UInt8 = 1
  var parameters = RouteParameters()
  /// Where the request leads.
  var destination = Destination.route(0)
  /// Coding of its body.
  var coding: ContentCoding?
  /// Whether the client likes an answer in gzip better than a plain one.
  var prefersGzip = false
  /// Monotonic nanoseconds of its first byte.
  var began: UInt64 = 0
  /// The id that the server gives it.
  var identity = RequestIdentity()

  enum Destination {
    case route(Int)
    /// Answered by the server itself once the body is out of the way.
    case failure(HTTPFailure)
    /// OPTIONS; the value of the `Allow` field.
    case options(allow: String)
  }
}
