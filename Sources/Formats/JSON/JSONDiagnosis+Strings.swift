extension JSONDiagnosis {
  /// Reads a string; returns its bytes as written, escapes resolved where they are simple.
  mutating func string() throws(JSONError) -> [UInt8] {
    position += 1
    var content: [UInt8] = []
    while true {
      guard let byte else { throw truncated }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return content
      case UInt8(ascii: "\\"): try escape(into: &content)
      case ..<0x20:
        throw failure("\(shown(byte)) stands in a string at byte \(position): escape it (\\n, \\t, \\u00..)")
      case ..<0x80:
        content.append(byte)
        position += 1
      default: try multibyte(into: &content)
      }
    }
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    position += 1
    guard let byte else { throw truncated }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "u"): content += Array(String(try escapedScalar()).utf8)
    default: throw failure("\\ followed by \(shown(byte)) at byte \(position - 2) is no escape")
    }
  }

  /// Reads the digits of `\u`, and those of the second half of a surrogate pair.
  private mutating func escapedScalar() throws(JSONError) -> Character {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    let lone = failure("\\u\(String(first, radix: 16)) at byte \(position - 6) is half of a surrogate pair")
    guard first < 0xDC00, byte == UInt8(ascii: "\\") else { throw lone }
    position += 1
    guard byte == UInt8(ascii: "u") else { throw lone }
    position += 1
    let second = try hexadecimal()
    guard second >= 0xDC00, second < 0xE000 else { throw lone }
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw lone }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt16 {
    guard position + 4 <= bytes.count else { throw truncated }
    let digits = bytes[position..<position + 4]
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt16(text, radix: 16)
    else { throw failure("\\u wants four hexadecimal digits at byte \(position)") }
    position += 4
    return value
  }

  /// Reads one character of two to four bytes.
  private mutating func multibyte(into content: inout [UInt8]) throws(JSONError) {
    let longest = bytes[position..<min(position + 4, bytes.count)]
    for length in 2...4 where length <= longest.count {
      let candidate = longest.prefix(length)
      guard let scalars = String(validating: candidate, as: UTF8.self)?.unicodeScalars, scalars.count == 1
      else { continue }
      content += candidate
      position += length
      return
    }
    throw failure("the bytes at \(position) are not UTF-8")
  }
}
