import Dispatch
import HTTPServer
import Synchronization

/// What a streaming handler was told, for tests on another thread.
final class StreamRecord: Sendable {
  struct State {
    var handled = 0
    var received = 0
    var sum: UInt64 = 0
    var ends = 0
    var failures: [StreamFailure] = []
    var drains = 0
    var outcomes: [WriteOutcome] = []
    var exchange: Exchange?
  }

  let state = Mutex(State())
  var snapshot: State {
    state.withLock { state in
      State(
        handled: state.handled, received: state.received, sum: state.sum, ends: state.ends,
        failures: state.failures, drains: state.drains, outcomes: state.outcomes, exchange: state.exchange)
    }
  }
}

/// Streams as the route's script says.
final class StreamingHandler: RequestHandler {
  enum Script: Sendable {
    /// Counts the body and answers with the number of its bytes.
    case count
    /// The same, pausing after each piece until another thread resumes.
    case pausing
    /// Never resumes by itself.
    case paused
    /// 401 by the head alone.
    case refuse
    /// 403 as soon as a piece has come.
    case early
    /// Takes no body and never answers.
    case never
    /// Answers again and again after the end.
    case twice
    /// So many bytes in pieces, with or without a length announced.
    case pieces(Int, length: Int?)
    case blocking(Int)
    case events
    /// So many events, then only signs of life.
    case ticks(Int)
    /// These pieces in one type, with these fields.
    case typed(StaticString, [String: String], [[UInt8]])
    case content(StaticContent)
    case directory(StaticDirectory)
    /// Begins an answer, writes a word and does nothing more.
    case open
    /// Begins, writes a word and breaks off.
    case abort
    /// Sends the body back while it arrives, with or without a length announced.
    case echo(length: Int?)
  }

  let context: LoopContext<StreamingHandler>
  let record: StreamRecord
  /// Event streams that are open now.
  var streams: [EventStream<StreamingHandler>] = []

  init(context: LoopContext<StreamingHandler>, record: StreamRecord) {
    self.context = context
    self.record = record
  }

  func turnEnded() {}

  func handle(_ request: Request<Script>, exchange: Exchange) {
    record.state.withLock {
      $0.handled += 1
      $0.exchange = exchange
    }
    switch request.action {
    case .count: receive(exchange, .reading)
    case .pausing: receive(exchange, .pausing)
    case .paused: receive(exchange, .paused)
    case .early: receive(exchange, .early)
    case .twice: receive(exchange, .twice)
    case .echo(let length): receive(exchange, .echo(length))
    case .refuse: respond(exchange, status: 401, "no")
    case .never: break
    case .pieces(let count, let length): PieceSource(exchange, self, count).begin(length)
    case .blocking(let count): export(exchange, count)
    case .events: streams.append(EventStream(exchange, on: context, keepAlive: 0.05) {})
    case .ticks(let count): tick(exchange, count)
    case .typed(let type, let headers, let pieces): send(exchange, type, headers, pieces)
    case .content(let content): context.respond(exchange, to: request, with: content)
    case .directory(let directory): context.respond(exchange, to: request, from: directory)
    case .open: PieceSource(exchange, self, .max).beginWithAWord()
    case .abort:
      PieceSource(exchange, self, .max).beginWithAWord()
      context.abort(exchange)
    }
  }

  func respond(_ exchange: Exchange, status: Int = 200, _ text: String) {
    context.respond(exchange, status: status, contentType: "text/plain", body: Array(text.utf8))
  }

  private func tick(_ exchange: Exchange, _ count: Int) {
    let stream = EventStream(exchange, on: context, keepAlive: 0.05)
    for number in 0..<count { stream.send(ServerSentEvent("tick \(number)", id: "\(number)")) }
    streams.append(stream)
  }

  private func send(
    _ exchange: Exchange, _ type: StaticString, _ headers: [String: String], _ pieces: [[UInt8]]
  ) {
    let fields = headers.map { ($0, $1) }
    guard context.begin(exchange, status: 200, contentType: type, headers: fields) else { return }
    for piece in pieces { context.write(exchange, piece) }
    context.finish(exchange)
  }

  private func receive(_ exchange: Exchange, _ manner: CountingReceiver.Manner) {
    context.receiveBody(of: exchange, by: CountingReceiver(exchange, self, manner))
  }

  /// Rows by a thread of its own, as a store would export them.
  private func export(_ exchange: Exchange, _ count: Int) {
    let writer = BlockingWriter(exchange, on: context, capacity: 64 * 1024)
    guard context.begin(exchange, status: 200, contentType: "text/csv", source: writer) else { return }
    DispatchQueue.global().async { [record] in
      do throws(StreamFailure) {
        for number in 0..<count {
          try writer.write(Array("row \(number) \(String(repeating: "x", count: 1000))\n".utf8))
          record.state.withLock { $0.received = number + 1 }
        }
        writer.finish()
      } catch {
        record.state.withLock { $0.failures.append(error) }
      }
    }
  }
}

/// Counts a body's bytes, in one manner or another.
final class CountingReceiver: BodyReceiver {
  enum Manner { case reading, pausing, paused, early, twice, echo(Int?) }

  private let exchange: Exchange
  private unowned let handler: StreamingHandler
  private let manner: Manner
  private var count = 0

  init(_ exchange: Exchange, _ handler: StreamingHandler, _ manner: Manner) {
    self.exchange = exchange
    self.handler = handler
    self.manner = manner
    guard case .echo(let length) = manner else { return }
    handler.context.begin(exchange, status: 200, contentType: "text/plain", length: length)
  }

  func receive(_ piece: UnsafeRawBufferPointer) {
    count += piece.count
    let sum = piece.reduce(UInt64(0)) { $0 &+ UInt64($1) }
    handler.record.state.withLock {
      $0.received += piece.count
      $0.sum &+= sum
    }
    switch manner {
    case .reading, .twice: break
    case .echo: handler.context.write(exchange, piece)
    case .early: handler.respond(exchange, status: 403, "enough")
    case .paused: handler.context.pauseBody(of: exchange)
    case .pausing:
      handler.context.pauseBody(of: exchange)
      DispatchQueue.global().async { [inbox = handler.context.inbox, exchange] in
        inbox.post { $0.context.resumeBody(of: exchange) }
      }
    }
  }

  func bodyEnded() {
    handler.record.state.withLock { $0.ends += 1 }
    if case .echo = manner { return handler.context.finish(exchange) }
    handler.respond(exchange, "\(count)")
    guard case .twice = manner else { return }
    handler.respond(exchange, "again")
    handler.context.begin(exchange, status: 200, contentType: "text/plain")
    handler.context.write(exchange, Array("and again".utf8))
    handler.context.finish(exchange)
    handler.context.abort(exchange)
  }

  func bodyFailed(_ failure: StreamFailure) {
    handler.record.state.withLock { $0.failures.append(failure) }
    handler.respond(exchange, "too late")
  }
}

/// Writes a known number of bytes as fast as there is room.
final class PieceSource: AnswerSource {
  private static let piece = [UInt8](repeating: UInt8(ascii: "y"), count: 10_000)
  private let exchange: Exchange
  private unowned let handler: StreamingHandler
  private var left: Int

  init(_ exchange: Exchange, _ handler: StreamingHandler, _ count: Int) {
    self.exchange = exchange
    self.handler = handler
    left = count
  }

  func begin(_ length: Int?) {
    let isWanted = handler.context.begin(
      exchange, status: 200, contentType: "text/plain", length: length, source: self)
    if isWanted { roomReturned() }
  }

  func beginWithAWord() {
    handler.context.begin(exchange, status: 200, contentType: "text/plain", source: self)
    handler.context.write(exchange, Array("word".utf8))
  }

  func roomReturned() {
    while left > 0 {
      let count = min(left, Self.piece.count)
      left -= count
      let outcome = handler.context.write(exchange, Array(Self.piece[..<count]))
      if outcome != .room {
        handler.record.state.withLock { $0.outcomes.append(outcome) }
        return
      }
    }
    handler.context.finish(exchange)
  }

  func drainBegan() {
    handler.record.state.withLock { $0.drains += 1 }
    handler.context.finish(exchange)
  }

  func answerFailed(_ failure: StreamFailure) {
    handler.record.state.withLock { $0.failures.append(failure) }
  }
}
