import Foundation
import HTTPServer
import Testing

struct ReloadTests {
  /// Keeps a connection open over a reload that happens while it waits for a line.
  static let script =
    TLSStreamTests.prelude + """
      def asked(session):
          session.sendall(GET)
          return answer(session) == b"nobody"
      def serial(session): return session.getpeercert()["serialNumber"]
      old = secured()
      assert asked(old)
      open(sys.argv[4], "w").close()
      while not os.path.exists(sys.argv[5]): time.sleep(0.01)
      assert asked(old)
      with secured() as fresh:
          assert asked(fresh)
          print(serial(old), serial(fresh))
      """

  @Test func `open connections go on, new ones get the new certificate`() throws {
    let authority = try TestAuthority()
    let files = try authority.issue("server", options: ["-set_serial", "0x1111"])
    let secure = try SecureServer(authority, certificates: [CertificateFiles(files)], loops: 2)
    let reloading = Thread {
      waitUntil { FileManager.default.fileExists(atPath: authority("ready")) }
      _ = try? authority.issue("server", options: ["-set_serial", "0x2222"])
      _ = try? secure.server.reloadCertificates()
      _ = FileManager.default.createFile(atPath: authority("reloaded"), contents: nil)
    }
    reloading.start()
    let outcome = try Command.python(
      Self.script, "\(secure.port)", authority.certificate, "TLSv1_3", authority("ready"),
      authority("reloaded"))
    #expect(outcome.output == "1111 2222\n", "\(outcome.errors)")
  }

  @Test func `bad files change nothing`() throws {
    let authority = try TestAuthority()
    let files = try authority.issue("server", subject: "/CN=old")
    let secure = try SecureServer(authority, certificates: [CertificateFiles(files)])
    let other = try authority.issue("other")
    try FileManager.default.removeItem(atPath: files.key)
    try FileManager.default.copyItem(atPath: other.key, toPath: files.key)
    #expect(throws: TLSError.mismatch(certificate: files.certificate, key: files.key)) {
      try secure.server.reloadCertificates()
    }
    #expect(secure.server.certificates.map(\.subject) == ["CN=old"])
    #expect(try secure.client(authority).output.contains("subject=CN = old"))
  }
}
