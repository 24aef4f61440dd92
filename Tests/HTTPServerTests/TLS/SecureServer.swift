import Dispatch
import HTTPServer

/// Tells clients who they are, gives them back what they send, and gives them much.
final class CertificateHandler: RequestHandler {
  enum Action: Sendable { case identity, echo, large, late }

  private let context: LoopContext<CertificateHandler>

  init(context: LoopContext<CertificateHandler>) { self.context = context }

  func handle(_ request: Request<Action>, exchange: Exchange) {
    switch request.action {
    case .identity: respond(exchange, Array(identity(request.clientCertificate).utf8))
    case .echo: respond(exchange, Array(request.body))
    case .large: respond(exchange, [UInt8](repeating: UInt8(ascii: "x"), count: largeAnswer))
    case .late:
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(30)) { [inbox = context.inbox] in
        inbox.post { $0.respond(exchange, Array("late".utf8)) }
      }
    }
  }

  func turnEnded() {}

  private func respond(_ exchange: Exchange, _ body: [UInt8]) {
    context.respond(exchange, status: 200, contentType: "text/plain", body: body)
  }

  private func identity(_ certificate: ClientCertificate?) -> String {
    guard let certificate else { return "nobody" }
    let names = certificate.alternativeNames.map(\.description).joined(separator: ",")
    return "\(certificate.subject)|\(names)|\(certificate.serialNumber)|\(certificate.fingerprint)"
  }
}

/// A server with TLS on one port and without on another.
struct SecureServer {
  let server: Server<CertificateHandler>
  let port: UInt16
  let plainPort: UInt16

  /// Starts it; the authority issues a certificate for localhost where `certificates` are not given.
  init(
    _ authority: TestAuthority, certificates: [CertificateFiles]? = nil,
    clients: ClientAuthentication = .none,
    loops: Int = 1, _ adjust: (inout ServerLimits) -> Void = { _ in }
  ) throws {
    let files = try certificates ?? [CertificateFiles(authority.issue("server"))]
    var limits = ServerLimits()
    limits.tick = 0.02
    adjust(&limits)
    server = Server(
      configuration: ServerConfiguration(
        listen: ["https://127.0.0.1:0", "127.0.0.1:0"], loops: loops, limits: limits,
        tls: TLSConfiguration(certificates: files, clients: clients)),
      router: Router<CertificateHandler.Action>([
        Route(.get, "/who", action: .identity), Route(.post, "/echo", bodyLimit: 32 << 20, action: .echo),
        Route(.get, "/large", action: .large), Route(.get, "/late", action: .late),
      ]),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { CertificateHandler(context: $0) })
    let addresses = try server.start()
    port = addresses[0].split(separator: ":").last.flatMap { UInt16($0) } ?? 0
    plainPort = addresses[1].split(separator: ":").last.flatMap { UInt16($0) } ?? 0
  }

  /// Counters of all loops.
  var handshakes: (completed: UInt64, resumed: UInt64, failed: UInt64) {
    server.statistics.map { $0.snapshot() }.reduce(into: (0, 0, 0)) { sums, snapshot in
      sums.0 += snapshot.handshakes
      sums.1 += snapshot.handshakesResumed
      sums.2 += snapshot.handshakeFailures
    }
  }

  var latencySum: Double { server.statistics.reduce(0) { $0 + $1.snapshot().latencySum } }
  var openConnections: UInt64 { server.statistics.reduce(0) { $0 + $1.snapshot().connectionsOpen } }

  /// Runs curl, which trusts the authority, on a path; the status follows the answer.
  func curl(_ authority: TestAuthority, _ path: String, _ options: String...) throws -> Command.Outcome {
    try Command.run(
      ["curl", "--silent", "--show-error", "--max-time", "15", "--cacert", authority.certificate]
        + ["--write-out", " %{http_code}", "https://localhost:\(port)\(path)"]
        + ["--resolve", "localhost:\(port):127.0.0.1"] + options)
  }

  /// Runs `openssl s_client` with one request that asks to close.
  func client(_ authority: TestAuthority, _ options: String...) throws -> Command.Outcome {
    try Command.run(
      ["openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", authority.certificate, "-ign_eof"]
        + options, input: "GET /who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
  }
}

extension CertificateFiles {
  init(_ files: (certificate: String, key: String)) {
    self.init(certificate: files.certificate, key: files.key)
  }
}
