import HTTPServer
import Testing

struct RequestIdentityTests {
  private static let hexadecimal = Set("0123456789abcdef")

  @Test func `a request without an id gets one of 128 bits, and no two get the same`() throws {
    let (server, port) = try Server.logged()
    let client = try RawClient(port: port)
    let ids = try (0..<100).map { _ in
      client.get("/who/me")
      return try client.response().body
    }
    #expect(Set(ids).count == 100)
    #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy(Self.hexadecimal.contains) })
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [
    "a", "0190a5c2-7b1e-7d1c-8a4f-5c6d7e8f9a0b", "Root=1-67891233-abcdef012345678912345678",
    "a_b.c~d:e+f/g=h@i",
    String(repeating: "x", count: 128),
  ])
  func `a client's own id is kept and comes back`(id: String) throws {
    let (server, port) = try Server.logged()
    let client = try RawClient(port: port)
    client.get("/who/me", "X-Request-Id: \(id)\r\n")
    let response = try client.response()
    #expect(response.body == id)
    #expect(response.header("x-request-id") == id)
    client.get("/who/me")
    #expect(try client.response().header("x-request-id") == nil)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [
    "X-Request-Id: two words\r\n", "X-Request-Id: \"quoted\"\r\n", "X-Request-Id: ünïcode\r\n",
    "X-Request-Id:\r\n",
    "X-Request-Id: a\r\nX-Request-Id: a\r\n", "X-Request-Id: a,b\r\n", "X-Request-Id: <script>\r\n",
    "X-Request-Id: \(String(repeating: "x", count: 129))\r\n",
  ])
  func `an id that is not sane is replaced`(field: String) throws {
    let (server, port) = try Server.logged(identifiesAnswers: true)
    let client = try RawClient(port: port)
    client.get("/who/me", field)
    let response = try client.response()
    #expect(response.body.count == 32 && response.body.allSatisfy(Self.hexadecimal.contains))
    #expect(response.header("x-request-id") == response.body)
    withExtendedLifetime(server) {}
  }

  @Test func `a refusal has the id as well`() throws {
    let (server, port) = try Server.logged(identifiesAnswers: true)
    let client = try RawClient(port: port)
    client.send("GET /who/me HTTP/1.1\r\nX-Request-Id: mine\r\nHost: a b\r\n\r\n")
    let response = try client.response()
    #expect(response.status == 400)
    #expect(response.header("x-request-id") == "mine")
    withExtendedLifetime(server) {}
  }

  @Test func `the handler learns of the trace, if it is valid and there once`() throws {
    let (server, port) = try Server.logged()
    let client = try RawClient(port: port)
    let field = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
    client.get("/who/me", field)
    #expect(try client.response().body.hasSuffix(" 4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7"))
    client.get("/who/me", field + field)
    #expect(try !client.response().body.contains("/"))
    client.get("/who/me", "traceparent: 00-0-0-0\r\n")
    #expect(try !client.response().body.contains("/"))
    withExtendedLifetime(server) {}
  }
}
