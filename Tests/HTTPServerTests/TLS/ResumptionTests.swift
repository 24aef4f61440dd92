import Foundation
import HTTPServer
import Testing

struct ResumptionTests {
  @Test(arguments: ["-tls1_2", "-tls1_3"])
  func `a session is taken up by any loop, and after a reload`(version: String) throws {
    let authority = try TestAuthority()
    let secure = try SecureServer(authority, loops: 2)
    let session = authority("session")
    let first = try secure.client(authority, version, "-sess_out", session)
    #expect(first.output.contains("New, TLSv1."), "\(first.all)")
    for round in 0..<6 {
      if round == 3 {
        try authority.issue("server", subject: "/CN=renewed")
        try secure.server.reloadCertificates()
      }
      let again = try secure.client(authority, version, "-sess_in", session)
      #expect(again.output.contains("Reused, TLSv1."), "round \(round): \(again.all)")
      #expect(again.output.contains("200 OK"))
    }
    #expect(secure.handshakes == (7, 6, 0))
  }

  @Test(arguments: ["-tls1_2", "-tls1_3"])
  func `a resumed session has its client's certificate, until the authorities change`(version: String) throws
  {
    let authority = try TestAuthority()
    let client = try authority.issue("client", subject: "/CN=client 7")
    try FileManager.default.copyItem(atPath: authority.certificate, toPath: authority("clients.pem"))
    let secure = try SecureServer(authority, clients: .requested(authorities: authority("clients.pem")))
    let session = authority("session")
    let first = try secure.client(
      authority, version, "-sess_out", session, "-cert", client.certificate, "-key", client.key)
    #expect(first.output.contains("CN=client 7|"), "\(first.all)")
    let again = try secure.client(authority, version, "-sess_in", session)
    #expect(again.output.contains("Reused,") && again.output.contains("CN=client 7|"), "\(again.all)")
    let others = try TestAuthority(name: "Others")
    try FileManager.default.removeItem(atPath: authority("clients.pem"))
    try FileManager.default.copyItem(atPath: others.certificate, toPath: authority("clients.pem"))
    try secure.server.reloadCertificates()
    let stranger = try secure.client(authority, version, "-sess_in", session)
    #expect(!stranger.output.contains("Reused,") && stranger.output.contains("nobody"), "\(stranger.all)")
  }
}
