/// Compares field names, which ignore case (RFC 9110, section 5.1).
enum FieldName {
  /// Whether `name` is `lowercased` when case is ignored.
  static func matches(_ name: UnsafeRawBufferPointer, _ lowercased: StaticString) -> Bool {
    guard name.count == lowercased.utf8CodeUnitCount else { return false }
    let expected = lowercased.utf8Start
    for index in 0..<name.count where Self.lowercase(name[index]) != expected[index] { return false }
    return true
  }

  @inline(__always)
  static func lowercase(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }
}
