import Glibc

/// Writes the time of now as RFC 3339 in UTC with milliseconds; the second's text is made once.
struct LineClock {
  private var second = time_t.min
  private let text = ByteBuffer(capacity: 32)

  mutating func appendNow(to output: ByteBuffer) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    append(seconds: now.tv_sec, milliseconds: Int(now.tv_nsec) / 1_000_000, to: output)
  }

  mutating func append(seconds: time_t, milliseconds: Int, to output: ByteBuffer) {
    if seconds != second { render(seconds) }
    output.append(UnsafeRawBufferPointer(text.bytes))
    Self.append(milliseconds, digits: 3, after: UInt8(ascii: "."), to: output)
    output.append(UInt8(ascii: "Z"))
  }

  /// Writes `2026-11-25T00:40:01`.
  private mutating func render(_ seconds: time_t) {
    second = seconds
    var moment = seconds
    var parts = tm()
    gmtime_r(&moment, &parts)
    text.removeAll()
    text.append(decimal: Int(parts.tm_year) + 1900)
    Self.append(Int(parts.tm_mon) + 1, digits: 2, after: UInt8(ascii: "-"), to: text)
    Self.append(Int(parts.tm_mday), digits: 2, after: UInt8(ascii: "-"), to: text)
    Self.append(Int(parts.tm_hour), digits: 2, after: UInt8(ascii: "T"), to: text)
    Self.append(Int(parts.tm_min), digits: 2, after: UInt8(ascii: ":"), to: text)
    Self.append(Int(parts.tm_sec), digits: 2, after: UInt8(ascii: ":"), to: text)
  }

  private static func append(_ number: Int, digits: Int, after separator: UInt8, to output: ByteBuffer) {
    output.append(separator)
    if digits > 2 { output.append(UInt8(ascii: "0") + UInt8(number / 100 % 10)) }
    output.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
    output.append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
