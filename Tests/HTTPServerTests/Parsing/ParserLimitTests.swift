import HTTPServer
import Testing

@Suite struct ParserLimitTests {
  private var limits: ServerLimits {
    var limits = ServerLimits()
    limits.requestLine = 40
    limits.headerCount = 3
    limits.headerBytes = 60
    return limits
  }

  private func line(_ length: Int) -> String {
    "GET /" + String(repeating: "a", count: length - 14) + " HTTP/1.1"
  }

  @Test(arguments: [39, 40, 41, 500]) func `a long request line is 414`(_ length: Int) {
    // RFC 9112, section 3.
    let outcome = RequestParser.outcome("\(line(length))\r\nHost: a\r\n\r\n", limits: limits)
    #expect((outcome == .failure(414)) == (length > 40))
  }

  @Test func `a long request line is 414 before it ends`() {
    #expect(RequestParser.outcome(String(line(100).prefix(60)), limits: limits) == .failure(414))
  }

  @Test(arguments: [2, 3, 4, 9]) func `many header fields are 431`(_ count: Int) {
    // RFC 6585, section 5.
    let fields = (1..<count).map { "\($0): \r\n" }.joined()
    let outcome = RequestParser.outcome("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", limits: limits)
    #expect((outcome == .failure(431)) == (count > 3))
  }

  @Test(arguments: [46, 47, 48, 49, 400]) func `long header fields are 431`(_ length: Int) {
    // "Host: a", CRLF, "X: ", the value and CRLF are the bytes that count.
    let value = String(repeating: "v", count: length)
    let outcome = RequestParser.outcome("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n", limits: limits)
    #expect((outcome == .failure(431)) == (9 + 3 + length + 2 > 60))
  }

  @Test func `endless header fields are 431 before a line ends`() {
    let message = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "v", count: 100)
    #expect(RequestParser.outcome(message, limits: limits) == .failure(431))
  }
}
