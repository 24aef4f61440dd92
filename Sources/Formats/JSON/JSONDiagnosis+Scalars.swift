extension JSONDiagnosis {
  /// Reads `true`, `false` or `null`, or tells what other word stands there.
  mutating func word() throws(JSONError) {
    let start = position
    while let byte, isWord(byte) { position += 1 }
    guard position > start else {
      let found = bytes[start]
      if found == UInt8(ascii: "'") { throw failure("strings stand in double quotes, not single ones") }
      if found == UInt8(ascii: "+") { throw failure("a number does not begin with +") }
      throw failure("a value is expected at byte \(start), not \(shown(found))")
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    if word == "true" || word == "false" || word == "null" { return }
    if position == bytes.count, ["true", "false", "null"].contains(where: { $0.hasPrefix(word) }) {
      throw truncated
    }
    throw failure(cure(word.count > 20 ? word.prefix(20) + "..." : word))
  }

  private func cure(_ word: String) -> String {
    switch word.lowercased() {
    case "nan", "infinity", "inf": "\(word) is not JSON: send a finite number"
    case "true", "false", "null": "\(word) is not JSON: write \(word.lowercased())"
    case "none", "undefined", "nil": "\(word) is not JSON: write null"
    default: "'\(word)' is not a JSON value: strings stand in double quotes"
    }
  }

  /// Reads a number and checks that 64 bits hold it.
  mutating func number() throws(JSONError) {
    let start = position
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "I") || byte == UInt8(ascii: "N") || byte == UInt8(ascii: "i") {
      throw failure("-Infinity and NaN are not JSON: send a finite number")
    }
    let leading = byte
    let whole = try digits()
    if whole > 1, leading == UInt8(ascii: "0") {
      throw failure("a number does not begin with 0: remove the zero")
    }
    let isReal = try fraction()
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let shortened = text.count > 30 ? text.prefix(30) + "..." : text
    if let byte, isWord(byte) { throw failure("\(shown(byte)) follows the number \(shortened)") }
    if isReal, Double(text)?.isFinite != true {
      throw failure("\(shortened) is beyond the range of a 64-bit number (about 1.8e308)")
    }
    if !isReal, Int64(text) == nil, UInt64(text) == nil {
      throw failure("the whole number \(shortened) does not fit 64 bits: write it with an exponent")
    }
  }

  /// Reads what follows the whole part; true when there is a fraction or an exponent.
  private mutating func fraction() throws(JSONError) -> Bool {
    var isReal = false
    if byte == UInt8(ascii: ".") {
      position += 1
      isReal = try digits() > 0
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      isReal = try digits() > 0
    }
    return isReal
  }

  private mutating func digits() throws(JSONError) -> Int {
    let start = position
    while let byte, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    if position > start { return position - start }
    guard let byte else { throw truncated }
    throw failure("a digit is expected at byte \(position), not \(shown(byte))")
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
