import HTTPServer
import Testing

struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let status: Int
    let request: String
    var closes = true
    var testDescription: String { "\(status)" }
  }

  /// What the table of the RFCs does not have: routes, and limits as they are by default.
  static let cases = [
    Case(status: 404, request: "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", closes: false),
    Case(
      status: 404, request: "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", closes: false
    ),
    Case(status: 405, request: "DELETE /echo/1 HTTP/1.1\r\nHost: a\r\n\r\n", closes: false),
    Case(status: 411, request: "POST /echo HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case(status: 413, request: "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n"),
    Case(
      status: 413,
      request: "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n"),
    Case(status: 414, request: "GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case(
      status: 431,
      request: "GET /echo/1 HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n"),
  ]

  @Test(arguments: cases)
  func `a refusal is one answer, and what cannot be trusted is closed`(_ refused: Case) throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send(refused.request + "GET /echo/after HTTP/1.1\r\nHost: a\r\n\r\n")
    let answer = try client.response()
    #expect(answer.status == refused.status)
    #expect(!answer.body.isEmpty)
    if refused.closes {
      #expect(answer.header("connection") == "close")
      #expect(try client.rest() == "")
    } else {
      #expect(try client.response().body == "/echo/after")
    }
    #expect(try RawClient(port: port).asked("/echo/other").status == 200)
    withExtendedLifetime(server) {}
  }

  @Test func `a wrong method is told the right ones`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send("DELETE /echo/1 HTTP/1.1\r\nHost: a\r\n\r\n")
    let allowed = try client.response().header("allow") ?? ""
    #expect(Set(allowed.split(separator: ",").map { $0.filter { $0 != " " } }) == ["GET", "HEAD", "OPTIONS"])
    withExtendedLifetime(server) {}
  }
}

extension RawClient {
  /// Sends a GET and reads its answer.
  func asked(_ path: String) throws -> Response {
    get(path)
    return try response()
  }
}
