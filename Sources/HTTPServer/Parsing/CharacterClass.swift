/// Classes of octets, as sets of 128 bits that need no memory access.
enum CharacterClass {
  /// `tchar` of RFC 9110, section 5.6.2.
  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool { contains(byte, 0x03ff_6cfa_0000_0000, 0x57ff_ffff_c7ff_fffe) }

  /// `pchar` or a slash (RFC 3986, section 3.3), percent signs aside.
  @inline(__always)
  static func isPath(_ byte: UInt8) -> Bool { contains(byte, 0x2fff_ffd2_0000_0000, 0x47ff_fffe_87ff_ffff) }

  /// Characters of a query (RFC 3986, section 3.4), percent signs aside.
  @inline(__always)
  static func isQuery(_ byte: UInt8) -> Bool { contains(byte, 0xafff_ffd2_0000_0000, 0x47ff_fffe_87ff_ffff) }

  /// Characters of a `reg-name` (RFC 3986, section 3.2.2), percent signs aside.
  @inline(__always)
  static func isHost(_ byte: UInt8) -> Bool { contains(byte, 0x2bff_7fd2_0000_0000, 0x47ff_fffe_87ff_fffe) }

  /// What a field value may hold (RFC 9110, section 5.5): visible octets, space, tab and what is not ASCII.
  @inline(__always)
  static func isFieldValue(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7f) || byte == 0x09 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Optional whitespace (RFC 9110, section 5.6.3).
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  @inline(__always)
  private static func contains(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
    let set = byte < 64 ? low : high
    return byte < 128 && set &>> UInt64(byte & 63) & 1 == 1
  }
}
