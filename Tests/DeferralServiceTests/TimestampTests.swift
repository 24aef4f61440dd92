import DeferralService
import Foundation
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_795_470_000_123, "2026-11-23T21:40:00.123Z"),
      (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func `times are written as RFC 3339`(milliseconds: Int64, expected: String) {
    #expect(Timestamp.text(milliseconds: milliseconds) == expected)
  }

  @Test func `every day of four centuries agrees with Foundation`() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyy-MM-dd"
    for day in stride(from: Int64(-36_500), to: 109_500, by: 13) {
      let expected = formatter.string(from: Date(timeIntervalSince1970: Double(day) * 86_400))
      #expect(Timestamp.text(milliseconds: day * 86_400_000).hasPrefix(expected))
    }
  }

  @Test func `the clock is the system's`() {
    #expect(abs(Double(Timestamp.now()) / 1000 - Date().timeIntervalSince1970) < 5)
  }
}
