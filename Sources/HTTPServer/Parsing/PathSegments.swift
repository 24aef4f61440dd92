/// Checks what a path's segments mean once they are decoded.
enum PathSegments {
  /// Refuses dot segments, control characters and what is not UTF-8.
  ///
  /// An encoded slash counts as a separator here, and so does a backslash, which other systems read as one: no
  /// parameter can hold a way out of its directory.
  static func check(_ path: UnsafeRawBufferPointer) throws(HTTPFailure) {
    let octets = PercentEncoding.octets(path)
    guard String(validating: octets, as: UTF8.self) != nil else {
      throw .malformed("The target's path is not UTF-8 once it is decoded.")
    }
    guard octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      throw .malformed("The target's path holds a control character.")
    }
    for segment in octets.split(whereSeparator: isSeparator) where isDots(segment) {
      throw .malformed("The target's path holds a \".\" or \"..\" segment.")
    }
  }

  private static func isSeparator(_ octet: UInt8) -> Bool {
    octet == UInt8(ascii: "/") || octet == UInt8(ascii: "\\")
  }

  private static func isDots(_ segment: ArraySlice<UInt8>) -> Bool {
    segment.count <= 2 && segment.allSatisfy { $0 == UInt8(ascii: ".") }
  }
}
