/// Reads a chunk's size and checks its extensions (RFC 9112, sections 7.1 and 7.1.1).
enum ChunkLine {
  /// The size, and how much of the line is not needed to tell it.
  ///
  /// A number beyond an integer's range is the largest one.
  static func parse(_ line: UnsafeRawBufferPointer) throws(HTTPFailure) -> (size: Int, surplus: Int) {
    var index = 0
    var size = 0
    while index < line.count, let digit = PercentEncoding.value(line[index]) {
      let (product, overflow) = size.multipliedReportingOverflow(by: 16)
      let (sum, carry) = product.addingReportingOverflow(Int(digit))
      size = overflow || carry || size == .max ? .max : sum
      index += 1
    }
    guard index > 0 else { throw .malformed("A chunk's size is not a hexadecimal number.") }
    guard hasValidExtensions(line, from: index) else {
      throw .malformed("A chunk's size is followed by something that is no valid extension.")
    }
    return (size, line.count - min(index, 16))
  }

  // *( BWS ";" BWS name [ BWS "=" BWS value ] )
  private static func hasValidExtensions(_ line: UnsafeRawBufferPointer, from start: Int) -> Bool {
    var index = start
    while index < line.count {
      index = skipSpace(line, index)
      guard index < line.count, line[index] == UInt8(ascii: ";") else { return false }
      index = skipSpace(line, index + 1)
      guard let nameEnd = skipToken(line, index) else { return false }
      index = nameEnd
      let equals = skipSpace(line, index)
      guard equals < line.count, line[equals] == UInt8(ascii: "=") else { continue }
      index = skipSpace(line, equals + 1)
      guard let valueEnd = skipToken(line, index) ?? skipQuoted(line, index) else { return false }
      index = valueEnd
    }
    return true
  }

  private static func skipSpace(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var index = start
    while index < line.count, CharacterClass.isWhitespace(line[index]) { index += 1 }
    return index
  }

  private static func skipToken(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var index = start
    while index < line.count, CharacterClass.isToken(line[index]) { index += 1 }
    return index > start ? index : nil
  }

  /// A quoted string (RFC 9110, section 5.6.4).
  private static func skipQuoted(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard start < line.count, line[start] == UInt8(ascii: "\"") else { return nil }
    var index = start + 1
    while index < line.count, CharacterClass.isFieldValue(line[index]) {
      switch line[index] {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"):
        guard index + 1 < line.count, CharacterClass.isFieldValue(line[index + 1]) else { return nil }
        index += 2
      default: index += 1
      }
    }
    return nil
  }
}
