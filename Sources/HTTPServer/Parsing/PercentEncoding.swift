/// Reads percent-encoded octets (RFC 3986, section 2.1).
enum PercentEncoding {
  /// Value of a hexadecimal digit.
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
    default: nil
    }
  }

  /// The octet at `index` and the index after it; an incomplete or invalid escape stands for itself.
  static func octet(_ bytes: UnsafeRawBufferPointer, at index: Int) -> (octet: UInt8, next: Int) {
    guard bytes[index] == UInt8(ascii: "%"), bytes.count - index > 2,
      let high = value(bytes[index + 1]), let low = value(bytes[index + 2])
    else { return (bytes[index], index + 1) }
    return (high << 4 | low, index + 3)
  }

  /// Decodes once.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: octets(bytes), as: UTF8.self)
  }

  /// The decoded octets.
  static func octets(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let (octet, next) = octet(bytes, at: index)
      result.append(octet)
      index = next
    }
    return result
  }

  /// Whether bytes, decoded where they are encoded, are equal to a literal.
  static func matches(_ bytes: UnsafeRawBufferPointer, _ literal: [UInt8], _ isEncoded: Bool) -> Bool {
    guard isEncoded else {
      return bytes.count == literal.count && bytes.elementsEqual(literal)
    }
    var index = 0
    for byte in literal {
      guard index < bytes.count else { return false }
      let (octet, next) = octet(bytes, at: index)
      guard octet == byte else { return false }
      index = next
    }
    return index == bytes.count
  }
}
