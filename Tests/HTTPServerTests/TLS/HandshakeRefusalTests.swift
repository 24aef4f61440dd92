import HTTPServer
import Testing

struct HandshakeRefusalTests {
  let authority: TestAuthority

  init() throws { authority = try TestAuthority() }

  @Test(arguments: ["GET", "POST", "DELETE", "OPTIONS"])
  func `plain HTTP on the port of TLS is told so in plain text`(method: String) throws {
    let secure = try SecureServer(authority)
    let client = try RawClient(port: secure.port)
    client.send("\(method) /who HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
    let answer = try client.response()
    #expect(answer.status == 400 && answer.body.contains("HTTPS"))
    #expect(answer.header("connection") == "close")
    #expect(try client.rest() == "")
    #expect(secure.handshakes.failed == 1)
    #expect(secure.latencySum < 60, "counted from the beginning of the request, not of the machine")
  }

  @Test func `TLS on a plain port is no request`() throws {
    let secure = try SecureServer(authority)
    let client = try RawClient(port: secure.plainPort)
    client.send("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}")
    #expect(try client.response().status == 400)
    #expect(try RawClient(port: secure.plainPort).asked("/who").body == "nobody")
  }

  @Test(arguments: [
    "\u{16}\u{3}\u{1}\u{0}\u{4}abcdefgh", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "{\"hello\": \"there\"}",
    "\u{16}\u{3}\u{1}\u{7f}\u{7f}\(String(repeating: "z", count: 40_000))",
  ])
  func `what is no greeting ends the connection, and that one only`(garbage: String) throws {
    let secure = try SecureServer(authority)
    let client = try RawClient(port: secure.port)
    client.send(garbage)
    client.endOutput()
    _ = try client.rest()
    waitUntil { secure.openConnections == 0 }
    #expect(secure.openConnections == 0)
    #expect(secure.handshakes.failed == 1)
    #expect(try secure.curl(authority, "/who").output == "nobody 200")
  }

  @Test(arguments: ["", "\u{16}\u{3}\u{1}\u{2}"])
  func `a handshake that stalls is over with the time for a head`(beginning: String) throws {
    let secure = try SecureServer(authority) { $0.headerTimeout = 0.1 }
    let client = try RawClient(port: secure.port)
    client.send(beginning)
    #expect(try client.rest() == "")
    #expect(secure.handshakes.failed == (beginning.isEmpty ? 0 : 1))
  }

  @Test func `a drain does not wait for handshakes`() async throws {
    let secure = try SecureServer(authority)
    let client = try RawClient(port: secure.port)
    client.send("\u{16}\u{3}\u{1}")
    waitUntil { secure.openConnections == 1 }
    await secure.server.drain(within: 60)
    #expect(try client.rest() == "")
  }
}
