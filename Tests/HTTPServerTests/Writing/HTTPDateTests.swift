import HTTPServer
import Testing

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"), (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
    (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
  ])
  func `dates are written as RFC 9110 prefers`(_ second: Int, _ expected: String) {
    // RFC 9110, section 5.6.7; the first row is its own example.
    #expect(HTTPDate(second: second).withBytes { String(decoding: $0, as: UTF8.self) } == expected)
  }
}
