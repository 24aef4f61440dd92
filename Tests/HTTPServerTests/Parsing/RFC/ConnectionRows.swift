/// RFC 9112, section 9, RFC 9110, sections 7.6.1 and 10.1.1, and the limits: what becomes of the connection.
extension RFCRow {
  private static func connection(_ version: String, _ fields: String) -> String {
    "GET / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n\r\n"
  }

  static let persistence: [RFCRow] = [
    .accept("9112 9.3", "close", connection("1.1", "Connection: close"), .keepAlive(false)),
    .accept("9110 7.6.1", "close ignores case", connection("1.1", "connection: CLOSE"), .keepAlive(false)),
    .accept("9110 7.6.1", "close in a list", connection("1.1", "Connection: x, close"), .keepAlive(false)),
    .accept(
      "9110 7.6.1", "close without a space before", connection("1.1", "Connection: x,close"),
      .keepAlive(false)),
    .accept(
      "9110 7.6.1", "close in a second field", connection("1.1", "Connection: x\r\nConnection: close"),
      .keepAlive(false)),
    .accept("9110 5.6.1", "empty elements", connection("1.1", "Connection: ,, ,close,"), .keepAlive(false)),
    .accept(
      "9110 7.6.1", "a word that begins like close", connection("1.1", "Connection: closed"), .keepAlive(true)
    ),
    .accept("9110 7.6.1", "an empty field", connection("1.1", "Connection:"), .keepAlive(true)),
    .accept(
      "9112 9.3", "close wins over keep-alive", connection("1.1", "Connection: keep-alive, close"),
      .keepAlive(false)),
    .accept(
      "9112 9.3", "Keep-Alive is no Connection", connection("1.0", "Keep-Alive: timeout=5"), .keepAlive(false)
    ),
    .accept(
      "9112 9.3", "Proxy-Connection is none, either", connection("1.0", "Proxy-Connection: keep-alive"),
      .keepAlive(false)),
    .accept("9112 9.3", "1.0 does not persist", connection("1.0", "X: y"), .keepAlive(false)),
    .accept(
      "9112 9.3", "1.0 persists if asked to", connection("1.0", "Connection: keep-alive"), .keepAlive(true)),
    .accept(
      "9112 9.3", "keep-alive ignores case", connection("1.0", "Connection: Keep-Alive"), .keepAlive(true)),
    .accept(
      "9112 9.3", "close wins in 1.0, too", connection("1.0", "Connection: keep-alive, close"),
      .keepAlive(false)),
    .accept(
      "9110 7.6.1", "an option cannot take Host away", connection("1.1", "Connection: host"), .host("a"),
      .keepAlive(true)),
    .accept(
      "9110 7.6.1", "an option cannot take the length away",
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: content-length\r\nContent-Length: 2\r\n\r\nok", .body("ok")),
  ]

  static let expectations: [RFCRow] = [
    .accept(
      "9110 10.1.1", "100-continue", post("Expect: 100-continue\r\nContent-Length: 1", "x"),
      .expectsContinue(true)),
    .accept(
      "9110 10.1.1", "it ignores case", post("expect: 100-Continue\r\nContent-Length: 1", "x"),
      .expectsContinue(true)),
    .accept(
      "9110 10.1.1", "twice is once",
      post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 1", "x"), .expectsContinue(true)),
    .accept("9110 10.1.1", "none", post("Content-Length: 1", "x"), .expectsContinue(false)),
    .accept(
      "9110 10.1.1", "ignored in 1.0", connection("1.0", "Expect: 100-continue"), .expectsContinue(false)),
    .accept(
      "9110 10.1.1", "an unknown one is ignored in 1.0", connection("1.0", "Expect: tea"),
      .expectsContinue(false)),
    .refuse("9110 10.1.1", "unknown", post("Expect: 200-ok"), 417),
    .refuse("9110 10.1.1", "empty", post("Expect:"), 417),
    .refuse("9110 10.1.1", "a parameter", post("Expect: 100-continue;a"), 417),
    .refuse("9110 10.1.1", "a known and an unknown one", post("Expect: 100-continue, x"), 417),
    .refuse(
      "9110 10.1.1", "an unknown one in a second field", post("Expect: 100-continue\r\nExpect: x"), 417),
    .refuse("9110 10.1.1", "a known one in a second field", post("Expect: x\r\nExpect: 100-continue"), 417),
  ]

  private static func long(_ length: Int) -> String { String(repeating: "v", count: length) }

  // "GET / HTTP/1.1" is 14 bytes; "Host: a" with its line end is 9, "X: " and a line end are 5.
  static let limitRows: [RFCRow] = [
    .accept("9112 3", "a request line of the limit", get("/" + long(26))).tight,
    .refuse("9112 3", "a request line of one byte more", get("/" + long(27)), 414).tight,
    .refuse("9112 3", "a request line that does not end", "GET /" + long(60), 414).tight,
    .refuse("9112 3", "a method that does not end", long(60), 414).tight,
    .refuse("9112 3", "a long line that ends in LF alone", "GET /" + long(60) + "\n", 414).tight,
    .accept("9112 2.2", "the empty line before does not count", "\r\n" + get("/" + long(26))).tight,
    .accept("6585 5", "as many fields as there may be", post("A:\r\nB:\r\nC:"), .field("c", "")).tight,
    .refuse("6585 5", "one field more", post("A:\r\nB:\r\nC:\r\nD:"), 431).tight,
    .refuse("6585 5", "one field more, which is broken", post("A:\r\nB:\r\nC:\r\nD "), 431).tight,
    .accept("6585 5", "fields of the limit", post("X: " + long(66))).tight,
    .refuse("6585 5", "fields of one byte more", post("X: " + long(67)), 431).tight,
    .refuse("6585 5", "a field that does not end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + long(100), 431).tight,
    .refuse("6585 5", "a name that does not end", "GET / HTTP/1.1\r\nHost: a\r\n" + long(100), 431).tight,
    .refuse("6585 5", "a long field that ends in LF alone", "GET / HTTP/1.1\r\nX: " + long(100) + "\n", 431)
      .tight,
    .accept(
      "9112 7.1.1", "a size line of the limit", chunks("1;" + long(10) + "\r\na\r\n0\r\n\r\n"), .body("a")
    ).tight,
    .refuse("9112 7.1.1", "a size line of one byte more", chunks("1;" + long(11) + "\r\na\r\n0\r\n\r\n"))
      .tight,
    .refuse("9112 7.1.1", "a size line that does not end", chunks("1;" + long(20))).tight,
    .refuse("9112 7.1", "a size of zeros that does not end", chunks(String(repeating: "0", count: 20))).tight,
    .accept(
      "9112 7.1.1", "extensions of the limit",
      chunks("1;xxx\r\na\r\n1;xxxxxxxxxx\r\nb\r\n0;xxxxxxxx\r\n\r\n"), .body("ab")
    ).tight,
    .refuse(
      "9112 7.1.1", "extensions of one byte more",
      chunks("1;xxx\r\na\r\n1;xxxxxxxxxx\r\nb\r\n0;xxxxxxxxx\r\n\r\n")
    ).tight,
    .refuse("9112 7.1.1", "surplus zeros by the hundred", chunks(zeros(100))),
    .accept("9112 7.1.2", "trailers of the limit", chunks("0\r\nX: " + long(19) + "\r\n\r\n")).tight,
    .refuse("9112 7.1.2", "trailers of one byte more", chunks("0\r\nX: " + long(20) + "\r\n\r\n"), 431).tight,
    .refuse("9112 7.1.2", "many trailers", chunks("0\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\nF:\r\nG:\r\n\r\n"), 431)
      .tight,
    .refuse("9112 7.1.2", "a trailer that does not end", chunks("0\r\nX: " + long(40)), 431).tight,
  ]

  /// Chunks of one byte whose sizes are all zeros but for the last digit.
  private static func zeros(_ count: Int) -> String {
    String(repeating: String(repeating: "0", count: 249) + "1\r\nx\r\n", count: count)
  }

  static let sequences: [RFCRow] = [
    .accept("9112 9.3.2", "two requests in a row", get("/a") + get("/b"), .path("/a"), .requests(2)),
    .accept(
      "9112 9.3.2", "a length, chunks, and a plain one",
      post("Content-Length: 2", "ok") + chunks("1\r\nx\r\n0\r\n\r\n") + get("/"), .body("ok"), .requests(3)),
    .accept(
      "9112 9.3.2", "two of HTTP/1.0",
      connection("1.0", "Connection: keep-alive") + connection("1.0", "X: y"), .requests(2)),
    .wait("9112 9.3.2", "a whole one and half of the next", get("/a") + "GET /b HTTP/1.1\r\nHo"),
    .refuse(
      "9112 11.2", "a request is broken by the one before being short",
      post("Content-Length: 3", "hello") + get("/"), 501),
    .refuse("9112 11.2", "a broken request behind a whole one", get("/a") + line("GET /b")),
    .refuse(
      "9112 11.2", "two lengths behind a whole request",
      get("/a") + post("Content-Length: 5\r\nContent-Length: 6")),
    .refuse("9112 11.2", "a body where no length was given", line("POST / HTTP/1.1") + "{\"a\": 1}\r\n"),
    .refuse("9112 11.2", "a broken chunk behind a whole request", get("/a") + chunks("z\r\n")),
    .refuse("9112 11.2", "what follows the last chunk is not skipped", chunks("0\r\n\r\n") + "x y\r\n"),
    .refuse("9112 11.2", "two empty lines between requests", get("/a") + "\r\n\r\n" + get("/b")),
    .refuse(
      "9112 9.3", "the preface of HTTP/2 behind a whole request", get("/a") + "PRI * HTTP/2.0\r\n\r\n", 505),
  ]
}
