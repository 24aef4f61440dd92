import HTTPServer
import Testing

struct ServerNameTests {
  static let names = ServerNames([
    ["first.example"], ["second.example", "*.wild.example"], ["*.wild.example", "third.example"],
    ["deep.wild.example"],
  ])

  @Test(arguments: [
    ("first.example", 0), ("second.example", 1), ("SECOND.Example", 1), ("second.example.", 1),
    ("a.wild.example", 1), ("deep.wild.example", 3), ("a.b.wild.example", 0), ("wild.example", 0),
    (".wild.example", 0), ("third.example", 2), ("unknown", 0), ("", 0), (".", 0), ("*.wild.example", 1),
  ])
  func `the exact name wins, then a wildcard for one label, then the first`(host: String, index: Int) {
    #expect(Self.names.certificate(for: host) == index)
  }

  @Test(arguments: [
    ("a.example", "a"), ("b.example", "b"), ("any.b.example", "b"), ("elsewhere.example", "a"), (nil, "a"),
  ])
  func `each client gets the certificate of the host it names`(host: String?, subject: String) throws {
    let authority = try TestAuthority()
    let secure = try SecureServer(
      authority,
      certificates: [
        CertificateFiles(authority.issue("a", subject: "/CN=certificate a", names: "DNS:a.example")),
        CertificateFiles(
          authority.issue(
            "b", subject: "/CN=certificate b", names: "DNS:b.example,DNS:*.b.example",
            key: ["-newkey", "rsa:2048"])),
      ])
    for version in ["-tls1_2", "-tls1_3"] {
      let outcome =
        try host.map { try secure.client(authority, version, "-servername", $0) }
        ?? secure.client(authority, version, "-noservername")
      #expect(outcome.output.contains("subject=CN = certificate \(subject)\n"), "\(outcome.all)")
      #expect(outcome.output.contains("200 OK"))
    }
  }
}
