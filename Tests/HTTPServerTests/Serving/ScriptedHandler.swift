import Dispatch
import HTTPServer

/// Answers, or does not, as the route's script says.
final class ScriptedHandler: RequestHandler {
  enum Script: Sendable {
    /// The request's body, or its path where it has none.
    case echo
    /// The same, later and from another thread.
    case late
    case twice
    case never
    /// So many bytes.
    case large(Int)
  }

  typealias Action = Script

  private let context: LoopContext<ScriptedHandler>

  init(context: LoopContext<ScriptedHandler>) { self.context = context }

  func handle(_ request: Request<Script>, exchange: Exchange) {
    let echo = request.body.isEmpty ? Array(request.path.utf8) : Array(request.body)
    switch request.action {
    case .echo: respond(exchange, echo)
    case .late:
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { [inbox = context.inbox] in
        inbox.post { $0.respond(exchange, echo) }
      }
    case .twice:
      respond(exchange, echo)
      respond(exchange, Array("again".utf8))
    case .never: break
    case .large(let count): respond(exchange, [UInt8](repeating: UInt8(ascii: "x"), count: count))
    }
  }

  func turnEnded() {}

  private func respond(_ exchange: Exchange, _ body: [UInt8]) {
    context.respond(exchange, status: 200, contentType: "text/plain", body: body)
  }
}

/// Bytes of the answer at `/large`, far beyond what the kernel buffers.
let largeAnswer = 32 << 20

extension Server<ScriptedHandler> {
  /// A server with the scripted routes on a free port, its limits changed by `adjust`.
  static func scripted(
    loops: Int = 1, _ adjust: (inout ServerLimits) -> Void = { _ in }
  ) throws -> (server: Server<ScriptedHandler>, port: UInt16) {
    var limits = ServerLimits()
    limits.tick = 0.02
    adjust(&limits)
    let server = idle(listen: "127.0.0.1:0", loops: loops, limits: limits)
    let address = try server.start()[0]
    return (server, UInt16(address.split(separator: ":")[1]) ?? 0)
  }

  /// The same, not started.
  static func idle(
    listen: String, loops: Int = 1, limits: ServerLimits = ServerLimits()
  ) -> Server<ScriptedHandler> {
    Server(
      configuration: ServerConfiguration(listen: [listen], loops: loops, limits: limits),
      router: Router<ScriptedHandler.Script>([
        Route(.get, "/echo/{what}", action: .echo), Route(.post, "/echo", bodyLimit: 1 << 20, action: .echo),
        Route(.get, "/late/{what}", action: .late), Route(.get, "/twice", action: .twice),
        Route(.get, "/never", action: .never), Route(.get, "/large", action: .large(largeAnswer)),
      ]),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { ScriptedHandler(context: $0) })
  }
}

extension Server {
  /// Connections open now, over all loops.
  var openConnections: UInt64 { statistics.reduce(0) { $0 + $1.snapshot().connectionsOpen } }
}
