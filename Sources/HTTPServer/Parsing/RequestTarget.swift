/// Validates a request target and finds its path and query (RFC 9112, section 3.2).
enum RequestTarget {
  /// - Parameter offset: where the target begins in the message.
  static func parse(
    _ target: UnsafeRawBufferPointer, at offset: Int, into head: inout RequestHead
  ) throws(HTTPFailure) {
    if target[0] == UInt8(ascii: "/") {
      try parsePath(target, from: 0, at: offset, into: &head)
    } else if target.count == 1, target[0] == UInt8(ascii: "*") {
      guard head.method == .options else { throw .malformed("Only OPTIONS may have the target *.") }
      head.isAsterisk = true
      head.path = ByteRange(offset, offset + 1)
    } else {
      try parseAbsolute(target, at: offset, into: &head)
    }
  }

  /// Finds the path behind scheme and authority (RFC 9112, section 3.2.2).
  private static func parseAbsolute(
    _ target: UnsafeRawBufferPointer, at offset: Int, into head: inout RequestHead
  ) throws(HTTPFailure) {
    guard let schemeEnd = schemeEnd(target) else {
      throw .malformed("The target is neither a path nor a URI of http or https.")
    }
    var end = schemeEnd
    while end < target.count, target[end] != UInt8(ascii: "/"), target[end] != UInt8(ascii: "?") { end += 1 }
    guard Authority.isValid(UnsafeRawBufferPointer(rebasing: target[schemeEnd..<end])) else {
      throw .malformed("The target's host is not valid.")
    }
    head.host = ByteRange(offset + schemeEnd, offset + end)
    if end < target.count, target[end] == UInt8(ascii: "/") {
      return try parsePath(target, from: end, at: offset, into: &head)
    }
    // An empty path means "/" (RFC 9110, section 4.2.3): the scheme's second slash stands in for it.
    head.path = ByteRange(offset + schemeEnd - 1, offset + schemeEnd)
    // To OPTIONS it means the whole server (RFC 9112, section 3.2.4).
    head.isAsterisk = head.method == .options && end == target.count
    if end < target.count { try parseQuery(target, from: end + 1, at: offset, into: &head) }
  }

  private static func schemeEnd(_ target: UnsafeRawBufferPointer) -> Int? {
    for scheme: StaticString in ["http://", "https://"] {
      let length = scheme.utf8CodeUnitCount
      if target.count > length,
        FieldName.matches(UnsafeRawBufferPointer(rebasing: target[..<length]), scheme)
      {
        return length
      }
    }
    return nil
  }

  private static func parsePath(
    _ target: UnsafeRawBufferPointer, from start: Int, at offset: Int, into head: inout RequestHead
  ) throws(HTTPFailure) {
    var index = start
    var hasDot = false
    while index < target.count, target[index] != UInt8(ascii: "?") {
      let byte = target[index]
      if byte == UInt8(ascii: "%") {
        guard isEscape(target, index) else { throw brokenEscape }
        head.pathIsEncoded = true
      } else if !CharacterClass.isPath(byte) {
        throw .malformed("The target's path holds a character that must be percent-encoded.")
      }
      hasDot = hasDot || byte == UInt8(ascii: ".")
      index += 1
    }
    let path = UnsafeRawBufferPointer(rebasing: target[start..<index])
    if hasDot || head.pathIsEncoded { try PathSegments.check(path) }
    head.path = ByteRange(offset + start, offset + index)
    if index < target.count { try parseQuery(target, from: index + 1, at: offset, into: &head) }
  }

  private static func parseQuery(
    _ target: UnsafeRawBufferPointer, from start: Int, at offset: Int, into head: inout RequestHead
  ) throws(HTTPFailure) {
    for index in start..<target.count {
      if target[index] == UInt8(ascii: "%") {
        guard isEscape(target, index) else { throw brokenEscape }
      } else if !CharacterClass.isQuery(target[index]) {
        throw .malformed("The target's query holds a character that must be percent-encoded.")
      }
    }
    head.query = ByteRange(offset + start, offset + target.count)
  }

  private static func isEscape(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    bytes.count - index > 2 && PercentEncoding.value(bytes[index + 1]) != nil
      && PercentEncoding.value(bytes[index + 2]) != nil
  }

  private static var brokenEscape: HTTPFailure {
    .malformed("The target holds a percent sign without two hexadecimal digits behind it.")
  }
}
