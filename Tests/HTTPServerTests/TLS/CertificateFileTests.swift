import Foundation
import HTTPServer
import Testing

struct CertificateFileTests {
  let authority: TestAuthority
  let files: (certificate: String, key: String)

  init() throws {
    authority = try TestAuthority()
    files = try authority.issue("server")
  }

  /// What the start of a server with these files says.
  func complaint(_ certificate: String? = nil, _ key: String? = nil, clients: ClientAuthentication = .none)
    -> String
  {
    let pair = CertificateFiles(certificate: certificate ?? files.certificate, key: key ?? files.key)
    do {
      _ = try SecureServer(authority, certificates: [pair], clients: clients)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [(0o644, "0644"), (0o640, "0640"), (0o604, "0604"), (0o660, "0660")])
  func `a key that others can read is refused`(mode: Int, text: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: files.key)
    let said = complaint()
    #expect(said.contains(files.key) && said.contains("mode \(text)") && said.contains("chmod 600"))
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: files.key)
    #expect(complaint() == "none")
  }

  @Test func `what is missing is named`() {
    #expect(
      complaint(authority("absent.pem"))
        == "cannot read \(authority("absent.pem")): No such file or directory")
    #expect(complaint(nil, authority("absent.key")).contains(authority("absent.key")))
    let absent = authority("absent.pem")
    #expect(complaint(clients: .required(authorities: absent)).contains(absent))
  }

  @Test func `what holds something else is named`() throws {
    #expect(complaint(files.key).contains("no certificate in PEM form"))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: files.certificate)
    #expect(complaint(nil, files.certificate).contains("no private key in PEM form"))
    let damaged = authority("damaged.pem")
    let text = try String(contentsOfFile: files.certificate, encoding: .utf8)
    try (text + text.replacingOccurrences(of: "MII", with: "AAA")).write(
      toFile: damaged, atomically: true, encoding: .utf8)
    #expect(complaint(damaged) == "certificate 2 in \(damaged) is damaged")
  }

  @Test func `an encrypted key and somebody else's are told apart`() throws {
    let locked = authority("locked.key")
    try authority.openssl(["pkey", "-in", files.key, "-aes256", "-passout", "pass:secret", "-out", locked])
    #expect(complaint(nil, locked).contains("\(locked) is encrypted"))
    let other = try authority.issue("other")
    #expect(complaint(nil, other.key).contains("does not belong to the certificate in \(files.certificate)"))
  }

  @Test func `a key that is too short is refused`() throws {
    let weak = try authority.issue("weak", key: ["-newkey", "rsa:1024"])
    #expect(
      complaint(weak.certificate, weak.key).contains("too small"), "\(complaint(weak.certificate, weak.key))")
  }

  @Test func `a chain and its key may be in one file`() throws {
    let whole = authority("whole.pem")
    let text = try [files.key, files.certificate, authority.certificate].map {
      try String(contentsOfFile: $0, encoding: .utf8)
    }.joined()
    try text.write(toFile: whole, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: whole)
    let secure = try SecureServer(authority, certificates: [CertificateFiles(certificate: whole, key: whole)])
    let outcome = try secure.client(authority, "-showcerts")
    #expect(outcome.output.contains("1 s:CN = Test Authority"), "\(outcome.all)")
  }

  @Test func `a certificate says when it ends`() throws {
    let secure = try SecureServer(authority, certificates: [CertificateFiles(files)])
    let info = secure.server.certificates[0]
    #expect(info.hostNames == ["localhost"] && info.notAfter - info.notBefore == 2 * 86_400)
    #expect(info.warning(at: info.notBefore, ahead: 86_400) == nil)
    #expect(info.warning(at: info.notBefore - 5)?.contains("valid only in less than a day") == true)
    #expect(info.warning(at: info.notAfter - 90_000, ahead: 100_000)?.contains("expires in 1 day") == true)
    #expect(info.warning(at: info.notAfter + 3 * 86_400)?.contains("expired 3 days ago") == true)
  }

  @Test func `an address with TLS needs a certificate`() {
    let configuration = ServerConfiguration(listen: ["https://127.0.0.1:0"])
    let server = Server(
      configuration: configuration, router: Router<CertificateHandler.Action>([]),
      renderFailure: { _ in FailureBody(contentType: "text/plain", bytes: []) },
      makeHandler: { CertificateHandler(context: $0) })
    #expect(throws: ServerError.invalidCertificates(.notConfigured)) { try server.start() }
  }
}
