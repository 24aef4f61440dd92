import Foundation
import HTTPServer
import Testing

struct HTTPDateReadingTests {
  @Test func `what is written is read again, whatever the year`() {
    for second in stride(from: -2_000_000_000, through: 250_000_000_000, by: 86_400 * 97 + 12_345) {
      let text = HTTPDate(second: second).withBytes { String(decoding: $0, as: UTF8.self) }
      #expect(HTTPDate.seconds(text, now: 0) == second, "\(text)")
    }
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800),
    ("Friday, 01-Jan-10 00:00:00 GMT", 1_262_304_000), ("Wednesday, 01-Jan-75 00:00:00 GMT", 3_313_526_400),
    ("Saturday, 01-Jan-77 00:00:00 GMT", 220_924_800),
  ])
  func `all three formats are read`(_ text: String, _ second: Int) {
    // 2026: 75 is at most fifty years ahead, 77 is not.
    #expect(HTTPDate.seconds(text, now: 1_790_000_000) == second)
  }

  @Test(arguments: [
    "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49 GMT", "784111777", "1994-11-06T08:49:37Z", "Sun, +6 Nov 1994 08:49:37 GMT",
  ])
  func `what is no date is none`(_ text: String) {
    #expect(HTTPDate.seconds(text, now: 1_790_000_000) == nil)
  }
}
