/// An answer of server-sent events to one client, used on its loop.
///
/// The server closes it when it drains; browsers come back by themselves and say which event they saw last.
package final class EventStream<Handler: RequestHandler>: AnswerSource {
  private let context: LoopContext<Handler>
  private let exchange: Exchange
  private let ended: () -> Void
  /// Whether events still go out.
  package private(set) var isOpen = true

  /// Begins the answer.
  ///
  /// - Parameters:
  ///   - seconds: of silence after which a comment is sent, so that neither the client nor a proxy gives up.
  ///   - ended: called once when no event will go out any more, whoever ended the stream.
  package init(
    _ exchange: Exchange, on context: LoopContext<Handler>, keepAlive seconds: Double = 15,
    headers: [(String, String)] = [], ended: @escaping () -> Void = {}
  ) {
    self.context = context
    self.exchange = exchange
    self.ended = ended
    let isWanted = context.begin(
      exchange, status: 200, contentType: "text/event-stream",
      headers: [("Cache-Control", "no-store")] + headers, source: self)
    if isWanted {
      context.keepAlive(exchange, every: seconds, with: ServerSentEvent.comment)
    } else {
      end()
    }
  }

  /// Sends an event; false once the stream has ended.
  ///
  /// A client that is so far behind that the buffer is full is let go: it can come back and ask for what it missed.
  @discardableResult
  package func send(_ event: ServerSentEvent) -> Bool {
    guard isOpen else { return false }
    switch context.write(exchange, event.encoded) {
    case .room: return true
    case .full: context.abort(exchange)
    case .ended: break
    }
    end()
    return false
  }

  /// Ends the stream in order.
  package func close() {
    guard isOpen else { return }
    context.finish(exchange)
    end()
  }

  /// Does nothing: a stream whose buffer was full has ended.
  package func roomReturned() {}

  /// Closes the stream.
  package func drainBegan() { close() }

  /// Takes note that the client is gone.
  package func answerFailed(_ failure: StreamFailure) { end() }

  private func end() {
    guard isOpen else { return }
    isOpen = false
    ended()
  }
}
