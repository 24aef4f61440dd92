import Glibc

/// Takes a request line apart (RFC 9112, section 3).
enum RequestLine {
  /// - Parameters:
  ///   - line: without its CRLF.
  ///   - offset: where the line begins in the message.
  static func parse(
    _ line: UnsafeRawBufferPointer, at offset: Int, into head: inout RequestHead
  ) throws(HTTPFailure) {
    var methodEnd = 0
    while methodEnd < line.count, CharacterClass.isToken(line[methodEnd]) { methodEnd += 1 }
    guard methodEnd > 0, methodEnd < line.count, line[methodEnd] == 0x20 else {
      throw .malformed("The request line does not begin with a method and a space.")
    }
    let targetStart = methodEnd + 1
    var targetEnd = targetStart
    while targetEnd < line.count, line[targetEnd] != 0x20 { targetEnd += 1 }
    guard targetEnd > targetStart, targetEnd < line.count else {
      throw .malformed("The request line is not method, target and version with one space between them.")
    }
    head.minorVersion = try minorVersion(UnsafeRawBufferPointer(rebasing: line[(targetEnd + 1)...]))
    let token = UnsafeRawBufferPointer(rebasing: line[..<methodEnd])
    guard let method = Method(token) else { throw unknownMethod(token) }
    head.method = method
    let target = UnsafeRawBufferPointer(rebasing: line[targetStart..<targetEnd])
    try RequestTarget.parse(target, at: offset + targetStart, into: &head)
  }

  /// RFC 9112, section 2.3; a higher minor version is read as 1.1 (RFC 9110, section 2.5).
  private static func minorVersion(_ text: UnsafeRawBufferPointer) throws(HTTPFailure) -> UInt8 {
    guard text.count == 8, let base = text.baseAddress, memcmp(base, "HTTP/", 5) == 0,
      CharacterClass.isDigit(text[5]), text[6] == UInt8(ascii: "."), CharacterClass.isDigit(text[7])
    else {
      throw .malformed("The request line does not end in a version such as HTTP/1.1.")
    }
    guard text[5] == UInt8(ascii: "1") else {
      throw HTTPFailure(status: 505, detail: "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    }
    return text[7] == UInt8(ascii: "0") ? 0 : 1
  }

  private static func unknownMethod(_ token: UnsafeRawBufferPointer) -> HTTPFailure {
    HTTPFailure(
      status: 501,
      detail: "The method \(String(decoding: token.prefix(32), as: UTF8.self)) is not implemented.")
  }
}
