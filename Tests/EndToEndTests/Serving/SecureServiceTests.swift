import Foundation
import TestSupport
import Testing

@Suite struct SecureServiceTests {
  private let authority: CertificateAuthority
  private let directory: TemporaryDirectory

  init() throws {
    authority = try CertificateAuthority()
    directory = try TemporaryDirectory()
  }

  /// A server with the certificate `server`.
  private func server(
    listen: [String] = ["https://127.0.0.1:0"], _ environment: [String: String] = [:], days: Int = 30
  ) async throws -> ServerProcess {
    let files = try authority.issue("server", days: days)
    let own = ["DEFERRAL_TLS_CERTIFICATE": files.certificate, "DEFERRAL_TLS_KEY": files.key]
    return try await ServerProcess(
      ["--data-directory", directory("data")], listen: listen, environment: own.merging(environment) { $1 })
  }

  private func ask(_ url: String, _ arguments: String...) throws -> ClientProgram.Outcome {
    try ClientProgram.run(
      ["curl", "--silent", "--show-error", "--max-time", "20", "--cacert", authority.certificate]
        + arguments + ["\(url)/livez"])
  }

  @Test func `curl trusts the certificate, beside a plain address`() async throws {
    let server = try await server(listen: ["https://127.0.0.1:0", "127.0.0.1:0"])
    try #require(server.urls.count == 2)
    #expect(server.urls[0].hasPrefix("https://127.0.0.1:") && server.urls[1].hasPrefix("http://127.0.0.1:"))
    for version in ["--tls-max", "--tlsv1.3"] {
      let arguments = version == "--tls-max" ? ["--tls-max", "1.2"] : [version]
      let outcome = try ClientProgram.run(
        ["curl", "--silent", "--show-error", "--max-time", "20", "--cacert", authority.certificate]
          + arguments
          + ["\(server.urls[0])/livez"])
      #expect(outcome.output == #"{"status":"ok"}"#, "\(outcome.errors)")
    }
    #expect(try ClientProgram.curl("\(server.urls[1])/livez").output == #"{"status":"ok"}"#)
    let metrics = try ClientProgram.curl("\(server.urls[1])/metrics").output
    #expect(metrics.contains(#"deferral_tls_handshakes_total{result="full"} 2"#))
    let gauge = metrics.split(separator: "\n").first {
      $0.hasPrefix(
        "deferral_tls_certificate_expiry_timestamp_seconds{file=\"\(authority.directory("server.pem"))\"")
    }
    let expiry = try #require(Double(gauge?.split(separator: " ").last ?? ""))
    #expect(abs(expiry - Date.now.timeIntervalSince1970 - 30 * 86_400) < 600)
    #expect(server.errors.contains("hosts=localhost"))
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `a client shows a certificate of the authorities, or does not get in`() async throws {
    // That it is required makes an address beyond loopback acceptable.
    let server = try await server(
      listen: ["https://0.0.0.0:0"],
      [
        "DEFERRAL_TLS_CLIENT_CERTIFICATES": "required",
        "DEFERRAL_TLS_CLIENT_AUTHORITIES": authority.certificate,
      ])
    let url = "https://127.0.0.1:" + (server.address.split(separator: ":").last ?? "")
    let client = try authority.issue("client")
    let admitted = try ask(url, "--cert", client.certificate, "--key", client.key)
    #expect(admitted.output == #"{"status":"ok"}"#, "\(admitted.errors)")
    #expect(try ask(url).status != 0)
    let stranger = try CertificateAuthority().issue("stranger")
    #expect(try ask(url, "--cert", stranger.certificate, "--key", stranger.key).status != 0)
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test(
    arguments: [
      (["https://0.0.0.0:0"], [:], 64, "nothing authenticates clients"),
      (
        ["https://0.0.0.0:0"], ["CLIENT_CERTIFICATES": "requested", "CLIENT_AUTHORITIES": "server.pem"], 64,
        "nothing"
      ),
      (
        ["127.0.0.1:0", "0.0.0.0:0"],
        ["CLIENT_CERTIFICATES": "required", "CLIENT_AUTHORITIES": "server.pem"], 64, "0.0.0.0:0"
      ),
      (["https://127.0.0.1:0"], ["CERTIFICATE": "", "KEY": ""], 64, "set tls.certificate"),
      (["https://127.0.0.1:0"], ["CERTIFICATE": ""], 64, "tls.certificate is not"),
      (["https://127.0.0.1:0"], ["CLIENT_CERTIFICATES": "required"], 64, "tls.client_authorities"),
      (["https://127.0.0.1:0"], ["CERTIFICATE": "gone.pem"], 65, "cannot read"),
      (["https://127.0.0.1:0"], ["KEY": "ca.key"], 65, "does not belong"),
    ] as [([String], [String: String], Int32, String)])
  func `what cannot be served is refused at the start`(
    listen: [String], changes: [String: String], status: Int32, reason: String
  ) throws {
    let files = try authority.issue("server")
    var environment = ["DEFERRAL_TLS_CERTIFICATE": files.certificate, "DEFERRAL_TLS_KEY": files.key]
    for (name, value) in changes {
      let isFile = value.hasSuffix(".pem") || value.hasSuffix(".key")
      environment["DEFERRAL_TLS_\(name)"] = isFile ? authority.directory(value) : value
    }
    let run = try DeferralProgram.run(
      ["serve", "--data-directory", directory("data")] + listen.flatMap { ["--listen", $0] },
      environment: environment)
    #expect(run.status == status && run.errors.contains(reason), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: directory("data")))
  }

  /// Asks on a connection before and after a reload, and a new one after it; prints both certificates' names.
  private static let reload = #"""
    import os, shutil, signal, socket, ssl, sys, time
    port, ca, process, certificates = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    context = ssl.create_default_context(cafile=ca)
    def connect():
        plain = socket.create_connection(("127.0.0.1", port), timeout=20)
        return context.wrap_socket(plain, server_hostname="localhost")
    def name(session): return session.getpeercert()["subject"][0][0][1]
    def ask(session):
        session.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while not answer.endswith(b'{"status":"ok"}'):
            piece = session.recv(4096)
            assert piece, answer
            answer += piece
    old = connect()
    ask(old)
    for kind in ["pem", "key"]:
        shutil.copyfile(f"{certificates}/next.{kind}", f"{certificates}/server.{kind}")
    os.kill(process, signal.SIGHUP)
    deadline = time.monotonic() + 20
    while True:
        fresh = connect()
        if name(fresh) == "next" or time.monotonic() > deadline: break
        fresh.close()
    ask(fresh)
    ask(old)
    print(name(old), name(fresh))
    """#

  @Test func `SIGHUP brings a new certificate, and open connections go on`() async throws {
    let server = try await server()
    try authority.issue("next", days: 5)
    let port = String(server.address.split(separator: ":").last ?? "")
    let outcome = try ClientProgram.run([
      "python3", "-c", Self.reload, port, authority.certificate, "\(server.processIdentifier)",
      authority.directory.path,
    ])
    #expect(outcome.output == "server next\n", "\(outcome.errors)")
    #expect(try await server.writes("certificates reloaded"))
    #expect(try await server.writes("(CN=next) expires in "))
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `SIGHUP with bad files keeps those in use`() async throws {
    let server = try await server()
    try Data("nonsense".utf8).write(to: URL(fileURLWithPath: authority.directory("server.pem")))
    server.send(SIGHUP)
    #expect(try await server.writes("certificates are not reloaded, those in use stay"))
    #expect(try ask(server.urls[0]).output == #"{"status":"ok"}"#)
    try authority.issue("server")
    server.send(SIGHUP)
    #expect(try await server.writes("certificates reloaded"))
    #expect(try ask(server.urls[0]).output == #"{"status":"ok"}"#)
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `SIGHUP without certificates does nothing`() async throws {
    let server = try await ServerProcess(["--data-directory", directory("data")])
    server.send(SIGHUP)
    #expect(try await server.writes("there are no certificates to reload"))
    #expect(try await server.client().get("/livez").status == 200)
    #expect(server.stop(SIGTERM) == 0)
  }
}
