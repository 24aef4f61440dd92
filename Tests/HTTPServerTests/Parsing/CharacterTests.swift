import HTTPServer
import Testing

/// Each octet in each place, against the RFCs' lists written out again.
@Suite struct CharacterTests {
  private static let alphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let token = Set("!#$%&'*+-.^_`|~\(alphanumeric)".utf8)
  private static let pchar = Set("-._~!$&'()*+,;=:@\(alphanumeric)".utf8)

  /// Status of the refusal; nil where there is none.
  private func status(_ before: String, _ octet: UInt8, _ after: String) -> Int? {
    let message = Array(before.utf8) + [octet] + Array(after.utf8)
    return MessageStream(message, limits: ServerLimits(), bodyLimit: 0).failure?.status
  }

  private func isAccepted(_ before: String, _ octet: UInt8, _ after: String) -> Bool {
    status(before, octet, after) == nil
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

  @Test(arguments: 0...255) func `hosts are reg-names`(_ octet: UInt8) {
    // RFC 3986, section 3.2.2. A colon begins a port, which may be empty.
    let others = Set(":-._~!$&'()*+,;=\(Self.alphanumeric)".utf8)
    let expected = others.contains(octet) || octet == 0x09 || octet == 0x20
    // At the end of the value, where white space is no part of it.
    #expect(isAccepted("GET / HTTP/1.1\r\nHost: a", octet, "\r\n\r\n") == expected)
  }

  @Test(arguments: 0...255) func `chunk sizes are hexadecimal digits`(_ octet: UInt8) {
    // RFC 9112, section 7.1. A digit makes a size of 16 to 31 of the last chunk's zero: more than may come.
    let expected = Set("0123456789abcdefABCDEF".utf8).contains(octet)
    let before = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1"
    #expect((status(before, octet, "\r\n") == 413) == expected)
  }

  @Test(arguments: 0...255) func `quoted pairs hold what values hold`(_ octet: UInt8) {
    // RFC 9110, section 5.6.4.
    let expected = octet == 0x09 || (octet >= 0x20 && octet != 0x7f)
    let before = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0;x=\"\\"
    #expect(isAccepted(before, octet, "\"\r\n\r\n") == expected)
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
    let expected = Self.token.contains(octet) ? 501 : 400
    #expect(status("GE", octet, "T / HTTP/1.1\r\nHost: a\r\n\r\n") == expected)
  }
}
