import Foundation
import HTTPServer
import Testing

struct TLSClientTests {
  let authority: TestAuthority
  let secure: SecureServer

  init() throws {
    authority = try TestAuthority()
    secure = try SecureServer(authority)
  }

  @Test(arguments: [["--tlsv1.2", "--tls-max", "1.2"], ["--tlsv1.3"]])
  func `curl is answered, and its connection lives on`(version: [String]) throws {
    let address = "https://localhost:\(secure.port)/who"
    let outcome = try Command.run(
      ["curl", "--silent", "--show-error", "--cacert", authority.certificate, address, address]
        + ["--resolve", "localhost:\(secure.port):127.0.0.1", "--write-out", " %{num_connects} "] + version)
    #expect(outcome.output == "nobody 1 nobody 0 ", "\(outcome.errors)")
    #expect(secure.handshakes.completed == 1)
  }

  @Test func `a client of TLS 1.1 is refused`() throws {
    let outcome = try secure.client(authority, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
    #expect(outcome.status != 0 && outcome.all.contains("alert protocol version"), "\(outcome.all)")
    waitUntil { secure.handshakes.failed == 1 }
    #expect(secure.handshakes.failed == 1)
  }

  @Test(arguments: [
    "AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384",
    "AECDH-AES128-SHA", "eNULL",
  ])
  func `a cipher without forward secrecy, authentication or AEAD is refused`(cipher: String) throws {
    let outcome = try secure.client(authority, "-tls1_2", "-cipher", "\(cipher):@SECLEVEL=0")
    #expect(outcome.status != 0 && !outcome.output.contains("200 OK"), "\(outcome.all)")
  }

  @Test(arguments: [("h2,http/1.1", "http/1.1"), ("http/1.0,http/1.1", "http/1.1"), ("http/1.0", "http/1.0")])
  func `HTTP 1.1 is agreed on, or 1.0 where there is no more`(offered: String, agreed: String) throws {
    let outcome = try secure.client(authority, "-alpn", offered)
    #expect(outcome.output.contains("ALPN protocol: \(agreed)"), "\(outcome.all)")
    #expect(outcome.output.contains("200 OK"))
  }

  @Test(arguments: ["-tls1_2", "-tls1_3"])
  func `a client that speaks HTTP 2 alone is told so`(version: String) throws {
    let outcome = try secure.client(authority, "-alpn", "h2", version)
    #expect(outcome.status != 0 && outcome.all.contains("no application protocol"), "\(outcome.all)")
  }

  @Test func `renegotiation is refused`() throws {
    let outcome = try Command.run(
      ["openssl", "s_client", "-connect", "127.0.0.1:\(secure.port)", "-tls1_2"], input: "R\n")
    #expect(outcome.all.contains("no renegotiation"), "\(outcome.all)")
  }

  @Test(arguments: ["1.2", "1.3"])
  func `large bodies come through both ways`(version: String) throws {
    var random = SystemRandomNumberGenerator()
    let piece = (0..<(1 << 16)).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
    let bytes = Data([[UInt8]](repeating: piece, count: 16).joined())
    try bytes.write(to: URL(fileURLWithPath: authority("sent")))
    let outcome = try secure.curl(
      authority, "/echo", "--data-binary", "@\(authority("sent"))", "--output", authority("received"),
      "--tls-max", version)
    #expect(outcome.output == " 200", "\(outcome.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: authority("received"))) == bytes)
    let large = try secure.curl(
      authority, "/large", "--output", authority("large"), "--limit-rate", "64M", "--tls-max", version)
    #expect(large.output == " 200", "\(large.errors)")
    let size = try FileManager.default.attributesOfItem(atPath: authority("large"))[.size] as? Int
    #expect(size == largeAnswer)
  }

  @Test func `requests verifies the certificate and keeps its session`() throws {
    let outcome = try Command.python(
      """
      import sys, requests
      with requests.Session() as session:
          # Else REQUESTS_CA_BUNDLE would be trusted in its place.
          session.trust_env = False
          session.verify = sys.argv[2]
          for number in range(5):
              answer = session.post(f"https://localhost:{sys.argv[1]}/echo", data=b"x" * 40000 * number)
              assert answer.status_code == 200 and len(answer.content) == 40000 * number
      print("done")
      """, "\(secure.port)", authority.certificate)
    #expect(outcome.output == "done\n", "\(outcome.errors)")
    #expect(secure.handshakes.completed == 1)
  }
}
