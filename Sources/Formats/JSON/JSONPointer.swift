/// Spells JSON pointers in their URI fragment form (RFC 6901, section 6).
enum JSONPointer {
  /// Appends the reference token of the object member `key`.
  static func append(key: some Sequence<UInt8>, to pointer: inout String) {
    pointer += "/"
    for byte in key {
      switch byte {
      case UInt8(ascii: "~"): pointer += "~0"
      case UInt8(ascii: "/"): pointer += "~1"
      case let byte where isFragment(byte): pointer.unicodeScalars.append(Unicode.Scalar(byte))
      default: pointer += percentEncoded(byte)
      }
    }
  }

  /// Appends the reference token of the array element `index`.
  static func append(index: Int, to pointer: inout String) {
    pointer += "/\(index)"
  }

  /// Whether RFC 3986 allows the byte in a fragment as it is; "/" has its own escape before.
  private static func isFragment(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._!$&'()*+,;=:@?".utf8.contains(byte)
    }
  }

  private static func percentEncoded(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return (byte < 16 ? "%0" : "%") + digits
  }
}
