import HTTPServer
import Testing

/// Each octet in each place, against the RFCs' lists written out again.
@Suite struct CharacterTests {
  private static let alphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let token = Set("!#$%&'*+-.^_`|~\(alphanumeric)".utf8)
  private static let pchar = Set("-._~!$&'()*+,;=:@\(alphanumeric)".utf8)

  private func isAccepted(_ before: String, _ octet: UInt8, _ after: String) -> Bool {
    guard case .head = RequestParser.outcome(Array(before.utf8) + [octet] + Array(after.utf8)) else {
      return false
    }
    return true
  }

  @Test(arguments: 0...255) func `field names are tokens`(_ octet: UInt8) {
    // RFC 9110, section 5.6.2. A colon ends the name instead of being part of it.
    let expected = Self.token.contains(octet) || octet == UInt8(ascii: ":")
    #expect(isAccepted("GET / HTTP/1.1\r\nHost: a\r\nX", octet, "Y: z\r\n\r\n") == expected)
  }

  @Test(arguments: 0...255) func `field values hold no control characters`(_ octet: UInt8) {
    // RFC 9110, section 5.5.
    let expected = octet == 0x09 || (octet >= 0x20 && octet != 0x7f)
    #expect(isAccepted("GET / HTTP/1.1\r\nHost: a\r\nX: y", octet, "z\r\n\r\n") == expected)
  }

  @Test(arguments: 0...255) func `paths hold pchar and slashes`(_ octet: UInt8) {
    // RFC 3986, section 3.3. A question mark begins the query.
    let expected = Self.pchar.contains(octet) || octet == UInt8(ascii: "/") || octet == UInt8(ascii: "?")
    #expect(isAccepted("GET /a", octet, "b HTTP/1.1\r\nHost: a\r\n\r\n") == expected)
  }

  @Test(arguments: 0...255) func `queries hold pchar, slashes and question marks`(_ octet: UInt8) {
    // RFC 3986, section 3.4.
    let expected = Self.pchar.contains(octet) || octet == UInt8(ascii: "/") || octet == UInt8(ascii: "?")
    #expect(isAccepted("GET /?a", octet, "b HTTP/1.1\r\nHost: a\r\n\r\n") == expected)
  }

  @Test(arguments: 0...255) func `methods are tokens`(_ octet: UInt8) {
    // RFC 9110, section 9.1: an unknown token is 501, anything else is no request.
    let message = Array("GE".utf8) + [octet] + Array("T / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let expected = Self.token.contains(octet) ? 501 : 400
    #expect(RequestParser.outcome(message) == .failure(expected))
  }
}
