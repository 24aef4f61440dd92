import AllocationCounter
import HTTPServer

/// Answers with the same bytes, or with what the program counted.
final class ConstantHandler: RequestHandler {
  enum Action: Sendable {
    /// The same bytes; a body has been read by then.
    case constant
    /// Calls of `malloc` and its kin in this process so far.
    case allocations
    /// Bytes of the heap in use.
    case heap
    /// How late the loops saw what was posted since this was asked for last.
    case inbox
  }

  static let routes: [Route<Action>] = [
    Route(.get, "/", action: .constant), Route(.post, "/", bodyLimit: 1 << 20, action: .constant),
    Route(.get, "/allocations", action: .allocations), Route(.get, "/heap", action: .heap),
    Route(.get, "/inbox", action: .inbox),
  ]

  private let context: LoopContext<ConstantHandler>
  private let answer: [UInt8]
  private let histogram: LatencyHistogram

  init(context: LoopContext<ConstantHandler>, answer: [UInt8], _ histogram: LatencyHistogram) {
    self.context = context
    self.answer = answer
    self.histogram = histogram
  }

  func handle(_ request: Request<Action>, exchange: Exchange) {
    switch request.action {
    case .constant: context.respond(exchange, status: 200, contentType: "application/json", body: answer)
    case .allocations: respond(exchange, "\(allocation_count())")
    case .heap: respond(exchange, "\(allocation_heap_bytes())")
    case .inbox: respond(exchange, histogram.takeSummary())
    }
  }

  func turnEnded() {}

  private func respond(_ exchange: Exchange, _ text: String) {
    context.respond(exchange, status: 200, contentType: "text/plain", body: Array(text.utf8))
  }
}
