/// What is remembered of a connection's requests until their answers are sent: for the access log, and to give a client
/// its own id back.
///
/// A connection holds one only while there is something to remember.
final class RequestTrail {
  /// One request; its texts stand in `text`, behind those of the requests before it.
  struct Entry {
    var method: Method?
    var route: Int?
    var path = 0
    var agent = 0
    var id = 0
    var trace: TraceContext?
    var bytesReceived = 0
    var began: UInt64 = 0
    var status: Int?
    /// Where the answer begins and ends among the bytes that the connection sends.
    var answer: Range<UInt64> = 0..<0
    /// Whether the log learns of it, or only the answer needs the client's id.
    var isLogged = true

    var textCount: Int { path + agent + id }
  }

  /// The request without an answer.
  var open: Entry?
  /// Answered, but not all is sent; the oldest first.
  private(set) var waiting: [Entry] = []
  private let text = ByteBuffer(capacity: 512)
  /// Bytes sent while there was a trail.
  private(set) var sent: UInt64 = 0

  init() { waiting.reserveCapacity(8) }

  var isEmpty: Bool { open == nil && waiting.isEmpty }

  /// Begins with nothing, for another connection.
  func reset() {
    open = nil
    waiting.removeAll(keepingCapacity: true)
    text.removeAll()
    sent = 0
  }

  func begin(
    _ entry: Entry, path: UnsafeRawBufferPointer, agent: UnsafeRawBufferPointer, id: (ByteBuffer) -> Void
  ) {
    var entry = entry
    entry.path = path.count
    entry.agent = agent.count
    text.append(path)
    text.append(agent)
    let before = text.count
    id(text)
    entry.id = text.count - before
    open = entry
  }

  /// Id of the request without an answer, which stands last.
  func openID() -> UnsafeRawBufferPointer? {
    guard let open else { return nil }
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text.bytes).suffix(open.id))
  }

  /// Moves the open request to those whose answer is written; `unsent` bytes wait on the connection, its own last.
  func answered(status: Int?, length: Int, unsent: Int) {
    guard var entry = open else { return }
    open = nil
    entry.status = status
    let end = sent + UInt64(unsent)
    entry.answer = end - min(end, UInt64(length))..<end
    waiting.append(entry)
  }

  func advance(_ count: Int) { sent += UInt64(count) }

  /// Whether the oldest answer is all sent.
  var hasFinished: Bool { waiting.first.map { $0.answer.upperBound <= sent } ?? false }

  /// Takes the oldest request; its texts are valid during `body`.
  func take(_ body: (Entry, _ texts: Texts) -> Void) {
    guard let entry = waiting.first else { return }
    waiting.removeFirst()
    let bytes = UnsafeRawBufferPointer(text.bytes)
    let agent = entry.path + entry.agent
    body(
      entry,
      Texts(
        path: UnsafeRawBufferPointer(rebasing: bytes[..<entry.path]),
        agent: UnsafeRawBufferPointer(rebasing: bytes[entry.path..<agent]),
        id: UnsafeRawBufferPointer(rebasing: bytes[agent..<entry.textCount])))
    text.consume(entry.textCount)
  }

  struct Texts {
    let path: UnsafeRawBufferPointer
    let agent: UnsafeRawBufferPointer
    let id: UnsafeRawBufferPointer
  }
}

/// Keeps what a loop's connections need for the log and for ids.
final class RequestTrails {
  private static let keptTrails = 128

  let recorder: AccessRecorder?
  /// Patterns by route.
  let patterns: [String]
  /// Whether each answer carries its request's id, and not only those to clients that named one.
  let identifiesAnswers: Bool
  var identities: RequestIdentityGenerator
  private var free: [RequestTrail] = []

  init(recorder: AccessRecorder?, patterns: [String], identifiesAnswers: Bool) {
    self.recorder = recorder
    self.patterns = patterns
    self.identifiesAnswers = identifiesAnswers
    identities = RequestIdentityGenerator(loop: .random(in: .min ... .max), start: .random(in: .min ... .max))
  }

  func take() -> RequestTrail { free.popLast() ?? RequestTrail() }

  func give(_ trail: RequestTrail) {
    guard free.count < Self.keptTrails else { return }
    trail.reset()
    free.append(trail)
  }
}
