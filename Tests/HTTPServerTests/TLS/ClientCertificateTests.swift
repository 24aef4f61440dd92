import HTTPServer
import Testing

struct ClientCertificateTests {
  let authority: TestAuthority
  let known: (certificate: String, key: String)

  init() throws {
    authority = try TestAuthority()
    known = try authority.issue(
      "client", subject: "/O=Example\\, Inc/CN=Zoë",
      names: "email:zoe@example.org,URI:spiffe://example/zoe,IP:::1",
      options: ["-set_serial", "0x1a2b", "-utf8"])
  }

  func secured(_ clients: (String) -> ClientAuthentication) throws -> SecureServer {
    try SecureServer(authority, clients: clients(authority.certificate))
  }

  @Test(arguments: ["1.2", "1.3"])
  func `a certificate reaches the handler`(version: String) throws {
    let secure = try secured { .required(authorities: $0) }
    let outcome = try secure.curl(
      authority, "/who", "--cert", known.certificate, "--key", known.key, "--tls-max", version)
    let digest = try Command.run(
      ["openssl", "x509", "-in", known.certificate, "-noout", "-fingerprint", "-sha256"])
    let fingerprint = digest.output.split(separator: "=")[1].filter { $0.isHexDigit }.lowercased()
    #expect(
      outcome.output == "CN=Zoë,O=Example\\, Inc|email:zoe@example.org,URI:spiffe://example/zoe,IP:::1|1A2B|"
        + "\(fingerprint) 200", "\(outcome.errors)")
  }

  @Test(arguments: ["1.2", "1.3"])
  func `who has none, or one of somebody else's, does not get in`(version: String) throws {
    let secure = try secured { .required(authorities: $0) }
    let stranger = try TestAuthority(name: "Somebody Else")
    let theirs = try stranger.issue("client")
    let without = try secure.curl(authority, "/who", "--tls-max", version)
    #expect(without.status != 0 && without.output == " 000", "\(without.all)")
    let foreign = try secure.curl(
      authority, "/who", "--tls-max", version, "--cert", theirs.certificate, "--key", theirs.key)
    #expect(foreign.status != 0 && foreign.output == " 000", "\(foreign.all)")
    waitUntil { secure.handshakes.failed == 2 }
    #expect(secure.handshakes.failed == 2 && secure.handshakes.completed == 0)
  }

  @Test func `where it is only asked for, a client may have none, but none that is bad`() throws {
    let secure = try secured { .requested(authorities: $0) }
    #expect(try secure.curl(authority, "/who").output == "nobody 200")
    let named = try secure.curl(authority, "/who", "--cert", known.certificate, "--key", known.key)
    #expect(named.output.hasPrefix("CN=Zoë"))
    let stranger = try TestAuthority(name: "Somebody Else")
    let foreign = try stranger.issue("client")
    let refused = try secure.curl(authority, "/who", "--cert", foreign.certificate, "--key", foreign.key)
    #expect(refused.output == " 000")
  }

  @Test func `a server's certificate is no client's`() throws {
    let secure = try secured { .required(authorities: $0) }
    let wrong = try authority.issue("wrong", options: ["-addext", "extendedKeyUsage=serverAuth"])
    let refused = try secure.curl(authority, "/who", "--cert", wrong.certificate, "--key", wrong.key)
    #expect(refused.output == " 000")
  }
}
