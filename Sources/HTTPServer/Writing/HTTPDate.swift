import Glibc

/// The value of the `Date` field, formatted anew when the second changes (RFC 9110, section 5.6.7).
package struct HTTPDate {
  private var second = time_t.min
  private var text = InlineArray<29, UInt8>(repeating: 0)

  /// Creates the date of now.
  package init() { update() }

  /// Creates the date of a second since 1970.
  package init(second: Int) { set(second) }

  /// Looks at the clock.
  package mutating func update() {
    let now = time(nil)
    if now != second { set(now) }
  }

  /// Calls `body` with the 29 bytes.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    withUnsafeBytes(of: text) { body($0) }
  }

  private mutating func set(_ second: time_t) {
    self.second = second
    var moment = second
    var parts = tm()
    gmtime_r(&moment, &parts)
    write("SunMonTueWedThuFriSat", Int(parts.tm_wday), at: 0)
    write(", ", 0, at: 3, count: 2)
    write(Int(parts.tm_mday), at: 5)
    write(" ", 0, at: 7, count: 1)
    write("JanFebMarAprMayJunJulAugSepOctNovDec", Int(parts.tm_mon), at: 8)
    let year = Int(parts.tm_year) + 1900
    write(" ", 0, at: 11, count: 1)
    write(year / 100, at: 12)
    write(year % 100, at: 14)
    write(" ", 0, at: 16, count: 1)
    write(Int(parts.tm_hour), at: 17)
    write(":", 0, at: 19, count: 1)
    write(Int(parts.tm_min), at: 20)
    write(":", 0, at: 22, count: 1)
    write(Int(parts.tm_sec), at: 23)
    write(" GMT", 0, at: 25, count: 4)
  }

  /// Writes the entry `index` of a table whose entries have `count` characters.
  private mutating func write(_ table: StaticString, _ index: Int, at position: Int, count: Int = 3) {
    for offset in 0..<count { text[position + offset] = table.utf8Start[index * count + offset] }
  }

  private mutating func write(_ number: Int, at position: Int) {
    text[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10)
    text[position + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
  }
}
