/// Takes a header or trailer line apart (RFC 9112, section 5).
enum FieldLine {
  struct Parts {
    let nameEnd: Int
    let valueStart: Int
    let valueEnd: Int
  }

  /// - Parameter line: not empty, without its CRLF.
  static func parse(_ line: UnsafeRawBufferPointer) throws(HTTPFailure) -> Parts {
    var nameEnd = 0
    while nameEnd < line.count, CharacterClass.isToken(line[nameEnd]) { nameEnd += 1 }
    guard nameEnd > 0, nameEnd < line.count, line[nameEnd] == UInt8(ascii: ":") else {
      throw brokenName(line, nameEnd)
    }
    var start = nameEnd + 1
    var end = line.count
    while start < end, CharacterClass.isWhitespace(line[start]) { start += 1 }
    while end > start, CharacterClass.isWhitespace(line[end - 1]) { end -= 1 }
    var isClean = true
    for index in start..<end { isClean = isClean && CharacterClass.isFieldValue(line[index]) }
    guard isClean else {
      throw .malformed("The value of the header field \(text(line, nameEnd)) holds a control character.")
    }
    return Parts(nameEnd: nameEnd, valueStart: start, valueEnd: end)
  }

  private static func brokenName(_ line: UnsafeRawBufferPointer, _ nameEnd: Int) -> HTTPFailure {
    let name = text(line, nameEnd)
    guard nameEnd < line.count else { return .malformed("The header line \(name) has no colon.") }
    if CharacterClass.isWhitespace(line[nameEnd]) {
      return nameEnd == 0
        ? .malformed("A header line begins with white space; folded lines are not accepted.")
        : .malformed("There is white space between the header field name \(name) and its colon.")
    }
    return nameEnd == 0
      ? .malformed("A header line begins with a character that no field name has.")
      : .malformed("The header field name that begins with \(name) holds a character that no name has.")
  }

  private static func text(_ line: UnsafeRawBufferPointer, _ nameEnd: Int) -> String {
    String(decoding: line[..<min(nameEnd, 64)], as: UTF8.self)
  }
}
