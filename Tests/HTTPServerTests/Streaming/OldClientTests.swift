import HTTPServer
import Testing

/// Clients of HTTP/1.0, which never see a chunk.
struct OldClientTests {
  @Test(arguments: ["/chunks", "/rows", "/ticks", "/large"], ["", "Connection: keep-alive\r\n"])
  func `a stream ends with the connection`(path: String, fields: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("GET \(path) HTTP/1.0\r\n\(fields)\r\n")
    let head = try client.response(toHead: true)
    #expect(head.header("transfer-encoding") == nil && head.header("content-length") == nil)
    #expect(head.header("connection") == "close")
    if path == "/ticks" {
      waitUntil { fixture.statistics.bytesSent > UInt64(head.head.utf8.count) + 80 }
      fixture.server.inboxes[0].post { $0.streams.forEach { $0.close() } }
    }
    let body = try client.rest()
    switch path {
    case "/chunks": #expect(body == String(repeating: "y", count: 25_000))
    case "/rows": #expect(body.hasPrefix("row 0 xxx") && body.hasSuffix("x\n"))
    case "/ticks": #expect(body.hasPrefix("id: 0\ndata: tick 0\n\n") && body.hasSuffix(":\n\n"))
    default: #expect(body.utf8.count == largeStream)
    }
    #expect(fixture.statistics.answersAborted == 0)
  }

  @Test func `a known length keeps the connection, if that was asked for`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    for _ in 0..<2 {
      client.send("GET /length HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      let answer = try client.response()
      #expect(answer.header("connection") == "keep-alive" && answer.body.utf8.count == 25_000)
    }
    client.send("GET /length HTTP/1.0\r\n\r\n")
    #expect(try client.response().header("connection") == "close")
    #expect(try client.rest() == "")
  }

  @Test func `an echo comes back without chunks`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /echo HTTP/1.0\r\nContent-Length: 4\r\n\r\nab")
    #expect(try client.response(toHead: true).header("transfer-encoding") == nil)
    client.send("cd")
    #expect(try client.rest() == "abcd")
  }

  @Test func `HEAD keeps the connection, for nothing follows`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    for _ in 0..<2 {
      client.send("HEAD /chunks HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      let head = try client.response(toHead: true)
      #expect(head.header("transfer-encoding") == nil && head.header("connection") == "keep-alive")
    }
  }

  @Test func `an aborted stream ends without a word, as no end can be told from another`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("GET /abort HTTP/1.0\r\n\r\n")
    #expect(try !client.rest().contains("0\r\n\r\n"))
    #expect(fixture.statistics.answersAborted == 1)
  }
}
