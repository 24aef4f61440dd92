import HTTPServer
import Testing

@Suite struct RequestParserTests {
  @Test(arguments: RefusedRequest.all)
  func `what RFC 9112 and 9110 forbid is refused`(_ request: RefusedRequest) {
    // Latin-1, so that "é" is the one byte that the table means.
    let bytes = request.message.unicodeScalars.flatMap { scalar in
      scalar.value < 256 ? [UInt8(scalar.value)] : Array(String(scalar).utf8)
    }
    #expect(RequestParser.outcome(bytes) == .failure(request.status))
  }

  @Test func `a plain request is understood`() throws {
    let message = "GET /v1/a?x=1&y=%20 HTTP/1.1\r\nHost: a\r\nX-One:  two words \t\r\nEmpty:\r\n\r\nrest"
    let head = try #require(RequestParser.head(message))
    #expect(head.method == .get)
    #expect(text(head.path, of: message) == "/v1/a")
    #expect(text(head.query, of: message) == "x=1&y=%20")
    #expect(head.fields.map { text($0.name, of: message) } == ["Host", "X-One", "Empty"])
    #expect(head.fields.map { text($0.value, of: message) } == ["a", "two words", ""])
    #expect(head.framing == .none)
    #expect(head.length == message.utf8.count - 4)
  }

  @Test(arguments: Method.allCases)
  func `every method is known by its name`(_ method: Method) {
    #expect(RequestParser.head("\(method.rawValue) / HTTP/1.1\r\nHost: a\r\n\r\n")?.method == method)
  }

  @Test(
    arguments: [
      ("/", "/", nil), ("/?", "/", ""), ("/a/b.c", "/a/b.c", nil), ("/a//b/", "/a//b/", nil),
      ("/...", "/...", nil), ("/.a", "/.a", nil), ("/a?b?c/d", "/a", "b?c/d"),
      ("/a:@!$&'()*+,;=-._~", "/a:@!$&'()*+,;=-._~", nil), ("/%C3%A9", "/%C3%A9", nil),
      ("http://a/b?c", "/b", "c"), ("HTTPS://a:443/b", "/b", nil), ("http://a", "/", nil),
      ("http://a?c", "/", "c"), ("http://[::1]:80/b", "/b", nil), ("/http://a/b", "/http://a/b", nil),
    ] as [(String, String, String?)])
  func `targets give path and query`(_ target: String, _ path: String, _ query: String?) {
    let message = "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"
    let head = RequestParser.head(message)
    #expect(text(head?.path, of: message) == path)
    #expect(text(head?.query, of: message) == query)
  }

  @Test(arguments: [
    "a", "a:80", "a:", "127.0.0.1:8080", "[::1]", "[2001:db8::1]:443", "a-b_c.example", "%61",
  ])
  func `hosts are accepted`(_ host: String) {
    #expect(RequestParser.head("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") != nil)
  }

  @Test(arguments: [
    ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: CLOSE\r\n", false),
    ("1.1", "Connection: x, close\r\n", false), ("1.1", "Connection: x\r\nConnection: close\r\n", false),
    ("1.1", "Connection: closed\r\n", true), ("1.1", "Connection: keep-alive, close\r\n", false),
    ("1.2", "", true), ("1.0", "", false), ("1.0", "Connection: keep-alive\r\n", true),
    ("1.0", "Connection: Keep-Alive\r\n", true), ("1.0", "Connection: keep-alive, close\r\n", false),
    ("1.1", "Connection: ,, ,close,\r\n", false),
  ])
  func `persistence follows version and Connection`(_ version: String, _ field: String, _ expected: Bool) {
    // RFC 9112, section 9.3.
    #expect(RequestParser.head("GET / HTTP/\(version)\r\nHost: a\r\n\(field)\r\n")?.keepAlive == expected)
  }

  @Test(arguments: [
    ("", BodyFraming.none), ("Content-Length: 0\r\n", .length(0)), ("content-length: 12\r\n", .length(12)),
    ("Content-Length: \t007 \r\n", .length(7)), ("Transfer-Encoding: chunked\r\n", .chunked),
    ("transfer-encoding: CHUNKED\r\n", .chunked),
    ("Content-Length: 9223372036854775807\r\n", .length(.max)),
    ("Content-Length: 9223372036854775808\r\n", .length(.max)),
    ("Content-Length: 99999999999999999999999999999999\r\n", .length(.max)),
  ])
  func `framing follows the fields`(_ field: String, _ expected: BodyFraming) {
    // RFC 9112, section 6.3.
    #expect(RequestParser.head("POST / HTTP/1.1\r\nHost: a\r\n\(field)\r\n")?.framing == expected)
  }

  @Test func `an expectation counts in HTTP 1_1 only`() {
    // RFC 9110, section 10.1.1.
    let fields = "Host: a\r\nExpect: 100-Continue\r\n\r\n"
    #expect(RequestParser.head("POST / HTTP/1.1\r\n\(fields)")?.expectsContinue == true)
    #expect(RequestParser.head("POST / HTTP/1.0\r\n\(fields)")?.expectsContinue == false)
  }

  @Test func `one empty line before the request is skipped`() {
    let message = "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n"
    #expect(text(RequestParser.head(message)?.path, of: message) == "/a")
  }

  @Test func `a parser that was reset parses the next message alike`() throws {
    var parser = RequestParser(limits: ServerLimits())
    let first = Array("POST /a?b HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\n".utf8)
    let second = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    #expect(try first.withUnsafeBytes { try parser.parse($0) })
    parser.reset()
    #expect(try second.withUnsafeBytes { try parser.parse($0) })
    #expect(.head(parser.head) == RequestParser.outcome(second))
  }
}
