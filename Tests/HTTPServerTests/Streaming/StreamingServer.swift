import HTTPServer

/// Bytes of a streamed answer far beyond what the kernel buffers.
let largeStream = 32 << 20

/// A server with the streaming routes on a free port.
struct StreamingServer {
  let server: Server<StreamingHandler>
  let port: UInt16
  /// Of the listener with TLS, where there is one.
  let securePort: UInt16
  let record = StreamRecord()

  /// - Parameter certificate: adds a second listener, with TLS.
  init(
    log: AccessLog? = nil, certificate: CertificateFiles? = nil,
    routes: [Route<StreamingHandler.Script>] = [], _ adjust: (inout ServerLimits) -> Void = { _ in }
  ) throws {
    var limits = ServerLimits()
    limits.tick = 0.02
    adjust(&limits)
    var configuration = ServerConfiguration(listen: ["127.0.0.1:0"], limits: limits)
    if let certificate {
      configuration.listen.append("https://127.0.0.1:0")
      configuration.tls = TLSConfiguration(certificates: [certificate])
    }
    server = Server(
      configuration: configuration, router: Router<StreamingHandler.Script>(Self.routes + routes),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      accessLog: log, makeHandler: { [record] in StreamingHandler(context: $0, record: record) })
    let ports = try server.start().map { HTTPServerTests.port(of: $0) }
    (port, securePort) = (ports[0], ports[ports.count - 1])
  }

  private static var routes: [Route<StreamingHandler.Script>] {
    func upload(_ name: String, limit: Int = .max, _ script: StreamingHandler.Script)
      -> Route<StreamingHandler.Script>
    { Route(.put, "/\(name)", bodyLimit: limit, delivery: .streamed, action: script) }
    return [
      upload("count", .count), upload("small", limit: 10, .count), upload("pausing", .pausing),
      upload("paused", .paused), upload("refuse", .refuse), upload("early", .early),
      upload("never", .never), upload("twice", .twice), upload("echo", .echo(length: nil)),
      upload("exact", .echo(length: 4)),
      Route(.get, "/count", delivery: .streamed, action: .count),
      Route(.put, "/buffered", bodyLimit: 100, action: .pieces(5, length: 5)),
      Route(.get, "/chunks", action: .pieces(25_000, length: nil)),
      Route(.get, "/length", action: .pieces(25_000, length: 25_000)),
      Route(.get, "/short", action: .pieces(25_000, length: 30_000)),
      Route(.get, "/long", action: .pieces(25_000, length: 24_000)),
      Route(.get, "/large", action: .pieces(largeStream, length: nil)),
      Route(.get, "/rows", action: .blocking(10_000)),
      Route(.get, "/events", action: .events), Route(.get, "/open", action: .open),
      Route(.get, "/abort", action: .abort), Route(.get, "/ticks", action: .ticks(3)),
    ]
  }

  var statistics: StatisticsSnapshot { server.statistics[0].snapshot() }
}
