import Dispatch
import Synchronization

/// Writes a streamed answer from a thread of its own, which waits while the client is slow.
///
/// On the loop: make one and give it to `LoopContext.begin` as the answer's source. On another thread, such as a
/// store's reader: `write` as often as needed, then `finish`. At most `capacity` bytes and one piece wait here, beside
/// the connection's own `ServerLimits.outputBytes`. Meant for one producer; never to be used on the loop itself.
package final class BlockingWriter<Handler: RequestHandler>: AnswerSource, Sendable {
  fileprivate struct State {
    var pieces: [[UInt8]] = []
    /// Place of the first piece that waits; removing it from the array would move all others.
    var first = 0
    var bytes = 0
    /// Whether the loop was told that something waits and has not looked yet, or waits for room.
    var isScheduled = false
    var isFinished = false
    var producerWaits = false
    /// Why nothing more is taken.
    var failure: StreamFailure?
  }

  private let exchange: Exchange
  private let capacity: Int
  private let inbox: LoopInbox<Handler>
  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)
  // Used on the loop only: by work that its inbox runs, and by the loop's calls to an answer's source. Where the
  // producer's thread is the last to let go of it, the loop has stopped.
  private nonisolated(unsafe) let context: LoopContext<Handler>

  /// Creates a writer for an answer that is about to begin.
  package init(_ exchange: Exchange, on context: LoopContext<Handler>, capacity: Int = 256 * 1024) {
    precondition(capacity > 0, "a writer holds at least one byte")
    self.exchange = exchange
    self.context = context
    self.capacity = capacity
    inbox = context.inbox
  }

  /// Hands a piece over, and waits until there is room for the next one.
  ///
  /// - Throws: what ended the answer, as soon as that is known.
  package func write(_ piece: [UInt8]) throws(StreamFailure) {
    guard !piece.isEmpty else { return }
    let (schedules, waits) = try enqueue(piece)
    if schedules { inbox.post { [self] _ in pump() } }
    guard waits else { return }
    room.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Ends the answer once all that was written has gone out.
  package func finish() {
    let schedules = state.withLock { state in
      state.isFinished = true
      return state.schedule()
    }
    if schedules { inbox.post { [self] _ in pump() } }
  }

  /// Breaks the answer off, so that the client does not take what it has for the whole.
  package func abort() {
    state.withLock { $0.failure = $0.failure ?? .aborted }
    inbox.post { [self] _ in context.abort(exchange) }
  }

  private func enqueue(_ piece: [UInt8]) throws(StreamFailure) -> (schedules: Bool, waits: Bool) {
    let result: Result<(schedules: Bool, waits: Bool), StreamFailure> = state.withLock { state in
      if let failure = state.failure { return .failure(failure) }
      state.pieces.append(piece)
      state.bytes += piece.count
      state.producerWaits = state.bytes > capacity
      return .success((state.schedule(), state.producerWaits))
    }
    return try result.get()
  }

  /// Moves pieces into the answer as long as there is room; on the loop.
  private func pump() {
    while true {
      let (piece, isEnd) = next()
      guard let piece else {
        if isEnd { context.finish(exchange) }
        return
      }
      switch context.write(exchange, piece) {
      case .room: continue
      case .full: return
      case .ended: return answerFailed(.aborted)
      }
    }
  }

  /// The next piece, or whether there will be none.
  private func next() -> (piece: [UInt8]?, isEnd: Bool) {
    let (piece, isEnd, wakes) = state.withLock { state in state.next(capacity) }
    if wakes { room.signal() }
    return (piece, isEnd)
  }

  /// Goes on with what waits.
  package func roomReturned() { pump() }

  /// Makes the producer's next call throw.
  package func answerFailed(_ failure: StreamFailure) {
    let wakes = state.withLock { state in
      state.failure = state.failure ?? failure
      state.pieces = []
      state.first = 0
      return state.wakeProducer()
    }
    if wakes { room.signal() }
  }
}

extension BlockingWriter.State {
  /// Whether the loop has to be told; it need not while it is at work or waits for the client.
  fileprivate mutating func schedule() -> Bool {
    defer { isScheduled = true }
    return !isScheduled
  }

  fileprivate mutating func next(_ capacity: Int) -> (piece: [UInt8]?, isEnd: Bool, wakes: Bool) {
    guard first < pieces.count else {
      pieces.removeAll(keepingCapacity: true)
      first = 0
      isScheduled = false
      return (nil, isFinished && failure == nil, false)
    }
    let piece = pieces[first]
    pieces[first] = []
    first += 1
    bytes -= piece.count
    return (piece, false, bytes <= capacity / 2 && wakeProducer())
  }

  fileprivate mutating func wakeProducer() -> Bool {
    defer { producerWaits = false }
    return producerWaits
  }
}
