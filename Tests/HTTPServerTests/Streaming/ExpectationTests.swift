import HTTPServer
import Testing

struct ExpectationTests {
  static let fields = "Host: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"

  @Test(arguments: ["/count", "/buffered"])
  func `a wanted body is asked for`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT \(path) HTTP/1.1\r\n" + Self.fields)
    #expect(try client.response().status == 100)
    client.send("ok")
    #expect(try client.response().status == 200)
  }

  @Test(arguments: ["/count", "/buffered"])
  func `a body that is on its way already is not asked for`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT \(path) HTTP/1.1\r\n" + Self.fields + "ok")
    #expect(try client.response().status == 200)
  }

  @Test(arguments: [
    (401, "PUT /refuse HTTP/1.1\r\n"), (404, "PUT /nowhere HTTP/1.1\r\n"), (405, "POST /count HTTP/1.1\r\n"),
    (204, "OPTIONS /count HTTP/1.1\r\n"),
  ])
  func `a body that is not wanted is not asked for, and the connection closes`(status: Int, line: String)
    throws
  {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(line + Self.fields)
    let answer = try client.response()
    #expect(answer.status == status && answer.header("connection") == "close")
    #expect(try client.rest() == "")
  }

  @Test(arguments: ["/small", "/buffered"])
  func `a body beyond the limit is not asked for`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(
      "PUT \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n")
    #expect(try client.response().status == 413)
  }

  @Test(arguments: ["/count", "/buffered"])
  func `a client of HTTP 1.0 gets no 100`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT \(path) HTTP/1.0\r\n" + Self.fields)
    client.send("ok")
    #expect(try client.response().status == 200)
  }
}
