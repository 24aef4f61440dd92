/// One code point of a text, read from and written as UTF-8.
enum CodePoint {
  /// Reads the code point at `place` and moves there behind it; U+FFFD, one byte long, for what is no UTF-8.
  static func read(_ text: UnsafeBufferPointer<UInt8>, at place: inout Int) -> UInt32 {
    let first = text[place]
    place += 1
    guard first >= 0x80 else { return UInt32(first) }
    let more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
    guard first >= 0xC2, first < 0xF5, place + more <= text.count else { return 0xFFFD }
    var point = UInt32(first) & (0x3F >> UInt32(more))
    for offset in 0..<more {
      let byte = text[place + offset]
      guard byte & 0xC0 == 0x80 else { return 0xFFFD }
      point = point << 6 | UInt32(byte & 0x3F)
    }
    place += more
    return point
  }

  /// Calls `body` with the bytes of the code point in lower case.
  ///
  /// Each code point is mapped by itself, by Unicode's full mapping without context or language.
  static func lowercase(_ point: UInt32, _ body: (UInt8) -> Void) {
    if point < 0x80 {
      let isCapital = point >= 0x41 && point <= 0x5A
      return body(UInt8(isCapital ? point | 0x20 : point))
    }
    guard let scalar = Unicode.Scalar(point), scalar.properties.changesWhenLowercased else {
      return write(point, body)
    }
    for scalar in scalar.properties.lowercaseMapping.unicodeScalars { write(scalar.value, body) }
  }

  private static func write(_ point: UInt32, _ body: (UInt8) -> Void) {
    let continuation = { (shift: UInt32) in UInt8(0x80 | point >> shift & 0x3F) }
    if point < 0x80 {
      body(UInt8(point))
    } else if point < 0x800 {
      body(UInt8(0xC0 | point >> 6))
      body(continuation(0))
    } else if point < 0x10000 {
      body(UInt8(0xE0 | point >> 12))
      body(continuation(6))
      body(continuation(0))
    } else {
      body(UInt8(0xF0 | point >> 18))
      body(continuation(12))
      body(continuation(6))
      body(continuation(0))
    }
  }
}
