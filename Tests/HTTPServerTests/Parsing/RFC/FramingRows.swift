/// RFC 9112, section 6, and RFC 9110, section 8.6: where a body ends.
extension RFCRow {
  static let contentLengths: [RFCRow] = [
    .accept("9112 6.3", "a length", post("Content-Length: 5", "hello"), .framing(.length(5)), .body("hello")),
    .accept("9112 6.2", "a length of zero", post("Content-Length: 0"), .framing(.length(0)), .body("")),
    .accept("9110 8.6", "leading zeros", post("Content-Length: 0005", "hello"), .body("hello")),
    .accept("9110 8.6", "white space around", post("Content-Length: \t5 ", "hello"), .body("hello")),
    .accept(
      "9110 8.6", "leading zeros of a number that is small",
      post("Content-Length: 00000000000000000000001", "x"), .body("x")),
    .accept(
      "9110 9.3.1", "a GET may have a body, which is framed",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok", .body("ok")),
    .accept(
      "9110 9.3.5", "a DELETE may, too", "DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok",
      .body("ok")),
    .accept(
      "9112 6.3", "a length in HTTP/1.0", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nok", .body("ok"),
      .host(nil)),
    .accept("9112 6.3", "a body of line ends", post("Content-Length: 4", "\r\n\r\n"), .body("\r\n\r\n")),
    .accept(
      "9112 6.3", "a body that looks like a request", post("Content-Length: 28", get("/b")), .body(get("/b")),
      .requests(1)),
    .wait("9112 6.3", "a body that is not all here", post("Content-Length: 5", "hell")),
    .wait("9112 6.3", "a body that has not begun", post("Content-Length: 5")),
    .refuse("9112 6.3", "both fields", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
    .refuse(
      "9112 6.3", "both fields in the other order",
      post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
    .refuse(
      "9112 6.3", "both fields, the length zero", post("Transfer-Encoding: chunked\r\nContent-Length: 0")),
    .refuse(
      "9112 6.3", "both fields, apart", post("Content-Length: 5\r\nX: y\r\ntransfer-encoding: CHUNKED")),
    .refuse("9112 6.3", "repeated", post("Content-Length: 5\r\nContent-Length: 5", "hello")),
    .refuse("9112 6.3", "repeated in another case", post("Content-Length: 5\r\ncontent-length: 5", "hello")),
    .refuse(
      "9112 6.3", "repeated as another spelling of the number",
      post("Content-Length: 5\r\nContent-Length: 05")),
    .refuse("9112 6.3", "differing", post("Content-Length: 5\r\nContent-Length: 6")),
    .refuse("9112 6.3", "differing, the first zero", post("Content-Length: 0\r\nContent-Length: 30")),
    .refuse("9112 6.3", "a list of equals", post("Content-Length: 5, 5")),
    .refuse("9112 6.3", "a list", post("Content-Length: 5,6")),
    .refuse("9112 6.3", "a list with an empty element", post("Content-Length: 5,")),
    .refuse("9110 8.6", "a plus sign", post("Content-Length: +5", "hello")),
    .refuse("9110 8.6", "a minus sign", post("Content-Length: -5")),
    .refuse("9110 8.6", "minus zero", post("Content-Length: -0")),
    .refuse("9110 8.6", "hexadecimal", post("Content-Length: 0x5", "hello")),
    .refuse("9110 8.6", "hexadecimal digits", post("Content-Length: a")),
    .refuse("9110 8.6", "octal of another kind", post("Content-Length: 0o5")),
    .refuse("9110 8.6", "empty", post("Content-Length:")),
    .refuse("9110 8.6", "blank", post("Content-Length:  ")),
    .refuse("9110 8.6", "a space inside", post("Content-Length: 5 5")),
    .refuse("9110 8.6", "a separator of thousands", post("Content-Length: 1_000")),
    .refuse("9110 8.6", "a fraction", post("Content-Length: 5.0")),
    .refuse("9110 8.6", "an exponent", post("Content-Length: 1e2")),
    .refuse("9110 8.6", "quotes", post("Content-Length: \"5\"")),
    .refuse("9110 8.6", "a parameter", post("Content-Length: 5;a")),
    .refuse("9110 8.6", "a unit", post("Content-Length: 5b")),
    .refuse("9110 8.6", "digits of another script", post("Content-Length: \u{0665}")),
    .refuse("9110 8.6", "NUL behind the number", post("Content-Length: 5\0", "hello")),
    .refuse("9110 8.6", "a vertical tab before the number", post("Content-Length: \u{b}5", "hello")),
    .refuse("9110 8.6", "a broken length in HTTP/1.0", "POST / HTTP/1.0\r\nContent-Length: x\r\n\r\n"),
    .refuse("9110 15.5.14", "a length beyond the route's limit", post("Content-Length: 1001"), 413),
    .refuse("9110 8.6", "the largest integer", post("Content-Length: 9223372036854775807"), 413),
    .refuse("9110 8.6", "one beyond the largest integer", post("Content-Length: 9223372036854775808"), 413),
    .refuse("9110 8.6", "2^64 and 5, which wraps around", post("Content-Length: 18446744073709551621"), 413),
    .refuse("9110 8.6", "beyond all integers", post("Content-Length: 99999999999999999999999999999999"), 413),
  ]

  static let transferCodings: [RFCRow] = [
    .accept("9112 6.1", "chunked", chunks("5\r\nhello\r\n0\r\n\r\n"), .framing(.chunked), .body("hello")),
    .accept(
      "9112 7", "a coding ignores case", post("transfer-encoding: CHUNKED", "0\r\n\r\n"), .framing(.chunked)),
    .accept(
      "9112 6.1", "white space around", post("Transfer-Encoding: \tchunked ", "0\r\n\r\n"), .framing(.chunked)
    ),
    .accept(
      "9112 6.1", "chunked in a GET",
      "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", .body("x")),
    .accept("9110 10.1.4", "TE says nothing of this message", post("TE: trailers, gzip"), .framing(.none)),
    .refuse("9112 6.3", "chunked is not last", post("Transfer-Encoding: chunked, gzip")),
    .refuse("9112 6.3", "chunked is missing", post("Transfer-Encoding: gzip")),
    .refuse("9112 6.3", "identity, which is no coding any more", post("Transfer-Encoding: identity")),
    .refuse("9112 6.3", "chunked, identity", post("Transfer-Encoding: chunked, identity")),
    .refuse("9112 6.3", "a letter before", post("Transfer-Encoding: xchunked", "0\r\n\r\n")),
    .refuse("9112 6.3", "a letter behind", post("Transfer-Encoding: chunkedx", "0\r\n\r\n")),
    .refuse("9112 6.3", "a letter less", post("Transfer-Encoding: chunke", "0\r\n\r\n")),
    .refuse("9112 6.3", "quotes", post("Transfer-Encoding: \"chunked\"")),
    .refuse("9112 6.3", "apostrophes", post("Transfer-Encoding: 'chunked'")),
    .refuse("9112 6.3", "two words", post("Transfer-Encoding: x chunked")),
    .refuse("9112 6.3", "a semicolon before", post("Transfer-Encoding: x;chunked")),
    .refuse("9112 6.1", "empty", post("Transfer-Encoding:")),
    .refuse("9112 6.1", "chunked twice", post("Transfer-Encoding: chunked, chunked")),
    .refuse("9112 6.1", "chunked twice, once in another case", post("Transfer-Encoding: chunked, Chunked")),
    .refuse("9112 6.1", "chunked twice around another", post("Transfer-Encoding: chunked, gzip, chunked")),
    .refuse("9112 6.1", "two fields", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
    .refuse(
      "9112 6.1", "two fields that differ", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")),
    .refuse(
      "9112 6.1", "two fields, the second in another case",
      post("Transfer-Encoding: chunked\r\ntransfer-encoding: x")),
    .refuse("9110 5.6.1", "an empty element before", post("Transfer-Encoding: , chunked")),
    .refuse("9110 5.6.1", "an empty element behind", post("Transfer-Encoding: chunked,")),
    .refuse("9110 5.5", "a vertical tab before", post("Transfer-Encoding: \u{b}chunked")),
    .refuse("9110 5.5", "NUL behind", post("Transfer-Encoding: chunked\0")),
    .refuse("9110 5.5", "a no-break space before", post("Transfer-Encoding: \u{a0}chunked")),
    .refuse("9112 7", "chunked has no parameters", post("Transfer-Encoding: chunked;q=1")),
    .refuse("9112 6.1", "another coding before chunked", post("Transfer-Encoding: gzip, chunked"), 501),
    .refuse("9112 6.1", "several codings before chunked", post("Transfer-Encoding: foo, bar,chunked"), 501),
    .refuse("9112 6.1", "in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    .refuse(
      "9112 6.1", "in HTTP/1.0, with a length",
      "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
  ]
}
