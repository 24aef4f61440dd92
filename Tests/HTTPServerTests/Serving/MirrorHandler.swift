import HTTPServer

/// Answers with what it was asked: path, query and host on a line each, then the body.
final class MirrorHandler: RequestHandler {
  typealias Action = Void

  private let context: LoopContext<MirrorHandler>

  init(context: LoopContext<MirrorHandler>) { self.context = context }

  func handle(_ request: Request<Void>, exchange: Exchange) {
    let lines = [request.path, request.query, request.host].map { ($0.map { "=\($0)" } ?? "none") + "\n" }
    let body = Array(lines.joined().utf8) + Array(request.body)
    context.respond(exchange, status: 200, contentType: "text/plain", body: body)
  }

  func turnEnded() {}

  /// A server that mirrors every path of up to four segments, for every method.
  static func serve(_ limits: ServerLimits) throws -> (server: Server<MirrorHandler>, port: UInt16) {
    let patterns = ["/", "/{a}", "/{a}/{b}", "/{a}/{b}/{c}", "/{a}/{b}/{c}/{d}"]
    let routes = [Method.get, .post, .put, .patch, .delete].flatMap { method in
      patterns.map {
        Route(method, $0, bodyLimit: RFCRow.bodyLimit, requiresLength: false, action: ())
      }
    }
    let server = Server(
      configuration: ServerConfiguration(listen: ["127.0.0.1:0"], loops: 1, limits: limits),
      router: Router<Void>(routes),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { MirrorHandler(context: $0) })
    let address = try server.start()[0]
    return (server, UInt16(address.split(separator: ":")[1]) ?? 0)
  }
}
