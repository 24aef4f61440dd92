import Testing

/// A request that the server must refuse, and why.
struct RefusedRequest: Sendable, CustomTestStringConvertible {
  let section: String
  let message: String
  let status: Int

  init(_ section: String, _ message: String, _ status: Int = 400) {
    self.section = section
    self.message = message
    self.status = status
  }

  var testDescription: String { "\(section): \(message.debugDescription.prefix(90))" }
}

extension RefusedRequest {
  private static let end = "\r\nHost: a\r\n\r\n"

  private static func fields(_ lines: String) -> String { "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n" }

  static let requestLines: [RefusedRequest] = [
    .init("9112 2.2 line terminator", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
    .init("9112 2.2 line terminator", "GET / HTTP/1.1\r\nHost: a\n\r\n"),
    .init("9112 2.2 line terminator", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
    .init("9112 2.2 bare CR", "GET /\r HTTP/1.1\(end)"),
    .init("9112 2.2 bare CR", "GET / HTTP/1.1\rHost: a\r\n\r\n"),
    .init("9112 2.2 bare CR first", "\rGET / HTTP/1.1\(end)"),
    .init("9112 2.2 one empty line only", "\r\n\r\nGET / HTTP/1.1\(end)"),
    .init("9112 2.2 bare LF first", "\nGET / HTTP/1.1\(end)"),
    .init("9112 2.2 space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    .init("9112 3 leading space", " GET / HTTP/1.1\(end)"),
    .init("9112 3 no target", "GET HTTP/1.1\(end)"),
    .init("9112 3 two spaces", "GET  / HTTP/1.1\(end)"),
    .init("9112 3 two spaces", "GET /  HTTP/1.1\(end)"),
    .init("9112 3 tab", "GET\t/ HTTP/1.1\(end)"),
    .init("9112 3 tab", "GET /\tHTTP/1.1\(end)"),
    .init("9112 3 trailing space", "GET / HTTP/1.1 \(end)"),
    .init("9112 3 space in target", "GET /a b HTTP/1.1\(end)"),
    .init("9112 3 only a method", "GET\(end)"),
    .init("9112 3.1 method is no token", "G@T / HTTP/1.1\(end)"),
    .init("9112 3.1 method is no token", "GET\0 / HTTP/1.1\(end)"),
    .init("9112 3.1 method is no token", "(GET) / HTTP/1.1\(end)"),
    .init("9112 3.1 TLS in place of HTTP", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0"),
    .init("9110 9.1 case of the method", "get / HTTP/1.1\(end)", 501),
    .init("9110 9.1 case of the method", "Get / HTTP/1.1\(end)", 501),
    .init("9110 9.1 unknown method", "BREW / HTTP/1.1\(end)", 501),
    .init("9110 9.1 unknown method", "GETT / HTTP/1.1\(end)", 501),
    .init("9110 9.3.6 CONNECT", "CONNECT a:80 HTTP/1.1\(end)", 501),
    .init("9110 9.3.8 TRACE", "TRACE / HTTP/1.1\(end)", 501),
    .init("9112 2.3 no version (HTTP/0.9)", "GET /\r\n\r\n"),
    .init("9112 2.3 version is malformed", "GET / HTTP/1\(end)"),
    .init("9112 2.3 version is malformed", "GET / HTTP/1.\(end)"),
    .init("9112 2.3 version is malformed", "GET / HTTP/1.10\(end)"),
    .init("9112 2.3 version is malformed", "GET / HTTP/1,1\(end)"),
    .init("9112 2.3 version is malformed", "GET / HTTP/x.1\(end)"),
    .init("9112 2.3 version is malformed", "GET / HTP/1.1\(end)"),
    .init("9112 2.3 version's case", "GET / http/1.1\(end)"),
    .init("9112 2.3 version is malformed", "GET / HTTP/+1.1\(end)"),
    .init("9110 15.6.6 version", "GET / HTTP/0.9\(end)", 505),
    .init("9110 15.6.6 version", "GET / HTTP/2.0\(end)", 505),
    .init("9110 15.6.6 version", "GET / HTTP/3.1\(end)", 505),
    .init("9113 3.4 preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
  ]

  static let targets: [RefusedRequest] = [
    .init("9112 3.2 no slash", "GET index HTTP/1.1\(end)"),
    .init("9112 3.2 query alone", "GET ?a=b HTTP/1.1\(end)"),
    .init("9112 3.2.3 authority-form", "GET a:80 HTTP/1.1\(end)"),
    .init("9112 3.2.4 asterisk-form", "GET * HTTP/1.1\(end)"),
    .init("9112 3.2.4 asterisk-form", "OPTIONS *a HTTP/1.1\(end)"),
    .init("9112 3.2.4 asterisk-form", "OPTIONS /* HTTP/1.1\r\nHost: a b\r\n\r\n"),
    .init("9112 3.2.2 other scheme", "GET ftp://a/ HTTP/1.1\(end)"),
    .init("9112 3.2.2 no host", "GET http:///a HTTP/1.1\(end)"),
    .init("9112 3.2.2 no host", "GET http:// HTTP/1.1\(end)"),
    .init("9110 4.2.4 user information", "GET http://u@a/ HTTP/1.1\(end)"),
    .init("9112 3.2.2 port", "GET http://a:8x/ HTTP/1.1\(end)"),
    .init("9112 3.2 fragment", "GET /a#b HTTP/1.1\(end)"),
    .init("3986 3.3 raw byte", "GET /\u{e9} HTTP/1.1\(end)"),
    .init("3986 3.3 quote", "GET /\" HTTP/1.1\(end)"),
    .init("3986 3.3 backslash", "GET /a\\b HTTP/1.1\(end)"),
    .init("3986 3.3 angle", "GET /<a> HTTP/1.1\(end)"),
    .init("3986 3.3 bracket", "GET /[a] HTTP/1.1\(end)"),
    .init("3986 3.4 pipe", "GET /?a|b HTTP/1.1\(end)"),
    .init("3986 2.1 escape", "GET /% HTTP/1.1\(end)"),
    .init("3986 2.1 escape", "GET /%4 HTTP/1.1\(end)"),
    .init("3986 2.1 escape", "GET /%zz HTTP/1.1\(end)"),
    .init("3986 2.1 escape", "GET /%4g HTTP/1.1\(end)"),
    .init("3986 2.1 escape in the query", "GET /?%4 HTTP/1.1\(end)"),
    .init("3986 7.3 NUL", "GET /%00 HTTP/1.1\(end)"),
    .init("3986 7.3 control character", "GET /a%0d%0ab HTTP/1.1\(end)"),
    .init("3629 3 not UTF-8", "GET /%ff HTTP/1.1\(end)"),
    .init("3629 3 overlong", "GET /%c0%ae HTTP/1.1\(end)"),
    .init("3629 3 surrogate", "GET /%ed%a0%80 HTTP/1.1\(end)"),
    .init("3986 5.2.4 dots", "GET /.. HTTP/1.1\(end)"),
    .init("3986 5.2.4 dots", "GET /a/../b HTTP/1.1\(end)"),
    .init("3986 5.2.4 dots", "GET /a/./b HTTP/1.1\(end)"),
    .init("3986 5.2.4 dots", "GET /a/. HTTP/1.1\(end)"),
    .init("3986 5.2.4 encoded dots", "GET /%2e%2e/b HTTP/1.1\(end)"),
    .init("3986 5.2.4 encoded dots", "GET /a/.%2E HTTP/1.1\(end)"),
    .init("3986 5.2.4 encoded slash", "GET /a%2f..%2fb HTTP/1.1\(end)"),
    .init("3986 5.2.4 dots, absolute-form", "GET http://a/../b HTTP/1.1\(end)"),
  ]

  static let fieldLines: [RefusedRequest] = [
    .init("9112 5.1 space before the colon", fields("X : y")),
    .init("9112 5.1 tab before the colon", fields("X\t: y")),
    .init("9112 5.1 space in the name", fields("X Y: z")),
    .init("9112 5.1 space before Content-Length's colon", fields("Content-Length : 5")),
    .init("9112 5.2 obs-fold", fields("X: a\r\n b")),
    .init("9112 5.2 obs-fold", fields("X: a\r\n\tb")),
    .init("9112 5 no colon", fields("X")),
    .init("9112 5 no name", fields(": x")),
    .init("9110 5.1 name is no token", fields("X(y): z")),
    .init("9110 5.1 name is no token", fields("X\0: z")),
    .init("9110 5.1 name is no token", fields("\u{e9}: z")),
    .init("9110 5.1 name is no token", fields("\"X\": z")),
    .init("9110 5.5 NUL in the value", fields("X: a\0b")),
    .init("9110 5.5 bare CR in the value", fields("X: a\rb")),
    .init("9110 5.5 control character", fields("X: a\u{1}b")),
    .init("9110 5.5 DEL", fields("X: a\u{7f}b")),
    .init("9110 5.5 escape character", fields("X: \u{1b}[0m")),
    .init("9112 3.2 no Host", "GET / HTTP/1.1\r\n\r\n"),
    .init("9112 3.2 no Host", "GET / HTTP/1.1\r\nX-Host: a\r\n\r\n"),
    .init("9112 3.2 absolute-form needs Host, too", "GET http://a/ HTTP/1.1\r\n\r\n"),
    .init("9112 3.2 two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    .init("9112 3.2 two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n"),
    .init("9112 3.2 two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
    .init("9110 7.2 Host is a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
    .init("9110 7.2 Host has a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    .init("9110 7.2 Host has a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
    .init("9110 7.2 Host's port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
    .init("9110 7.2 Host's port", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
    .init("9110 7.2 Host's port", "GET / HTTP/1.1\r\nHost: a:-1\r\n\r\n"),
    .init("9110 7.2 Host's brackets", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    .init("9110 7.2 Host's brackets", "GET / HTTP/1.1\r\nHost: [::g]\r\n\r\n"),
    .init("9110 7.2 Host's brackets", "GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n"),
    .init("9110 4.2.1 Host is empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    .init("9110 4.2.1 Host is empty", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n"),
    .init("9110 10.1.1 unknown expectation", fields("Expect: 200-ok"), 417),
    .init("9110 10.1.1 unknown expectation", fields("Expect: 100-continue, x"), 417),
    .init("9110 10.1.1 unknown expectation", fields("Expect: 100-continue\r\nExpect: x"), 417),
  ]

  static let framing: [RefusedRequest] = [
    .init("9112 6.3 both", fields("Content-Length: 5\r\nTransfer-Encoding: chunked")),
    .init("9112 6.3 both", fields("Transfer-Encoding: chunked\r\nContent-Length: 0")),
    .init("9112 6.3 repeated", fields("Content-Length: 5\r\nContent-Length: 5")),
    .init("9112 6.3 differing", fields("Content-Length: 5\r\nContent-Length: 6")),
    .init("9112 6.3 list", fields("Content-Length: 5, 5")),
    .init("9112 6.3 list", fields("Content-Length: 5,6")),
    .init("9110 8.6 sign", fields("Content-Length: +5")),
    .init("9110 8.6 sign", fields("Content-Length: -5")),
    .init("9110 8.6 hexadecimal", fields("Content-Length: 0x5")),
    .init("9110 8.6 empty", fields("Content-Length:")),
    .init("9110 8.6 blank", fields("Content-Length:  ")),
    .init("9110 8.6 space inside", fields("Content-Length: 5 5")),
    .init("9110 8.6 fraction", fields("Content-Length: 5.0")),
    .init("9110 8.6 quotes", fields("Content-Length: \"5\"")),
    .init("9110 8.6 exponent", fields("Content-Length: 1e2")),
    .init("9110 8.6 other digits", fields("Content-Length: \u{0665}")),
    .init("9112 6.3 chunked is not last", fields("Transfer-Encoding: chunked, gzip")),
    .init("9112 6.3 chunked is missing", fields("Transfer-Encoding: gzip")),
    .init("9112 6.3 chunked is missing", fields("Transfer-Encoding: identity")),
    .init("9112 6.3 chunked is missing", fields("Transfer-Encoding: xchunked")),
    .init("9112 6.3 chunked is missing", fields("Transfer-Encoding: chunkedx")),
    .init("9112 6.3 chunked is missing", fields("Transfer-Encoding: \"chunked\"")),
    .init("9112 6.1 empty", fields("Transfer-Encoding:")),
    .init("9112 6.1 chunked twice", fields("Transfer-Encoding: chunked, chunked")),
    .init("9112 6.1 two fields", fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
    .init("9112 6.1 two fields", fields("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked")),
    .init("9112 6.1 empty element", fields("Transfer-Encoding: , chunked")),
    .init("9112 6.1 vertical tab", fields("Transfer-Encoding: \u{b}chunked")),
    .init("9112 7 parameters", fields("Transfer-Encoding: chunked;q=1")),
    .init("9112 6.1 other codings", fields("Transfer-Encoding: gzip, chunked"), 501),
    .init("9112 6.1 other codings", fields("Transfer-Encoding: foo, bar, chunked"), 501),
    .init("9112 6.1 in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
  ]

  static let all = requestLines + targets + fieldLines + framing
}
