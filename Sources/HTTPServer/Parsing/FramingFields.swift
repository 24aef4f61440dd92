/// Gathers the header fields that say where a message ends and what becomes of the connection.
struct FramingFields: Sendable {
  private var contentLength: Int?
  private var hasTransferEncoding = false
  private var host: ByteRange?
  private var wantsClose = false
  private var wantsKeepAlive = false
  private var expectation = Expectation.none

  private enum Expectation { case none, proceed, unknown }

  /// Looks at one field.
  ///
  /// - Parameter range: where the value stands in the message.
  mutating func note(
    name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, at range: ByteRange
  ) throws(HTTPFailure) {
    switch name.count {
    case 4 where FieldName.matches(name, "host"): try noteHost(value, at: range)
    case 6 where FieldName.matches(name, "expect"):
      let known = expectation != .unknown && FieldName.matches(value, "100-continue")
      expectation = known ? .proceed : .unknown
    case 10 where FieldName.matches(name, "connection"): noteConnection(value)
    case 14 where FieldName.matches(name, "content-length"): try noteContentLength(value)
    case 17 where FieldName.matches(name, "transfer-encoding"): try noteTransferEncoding(value)
    default: break
    }
  }

  /// Draws the conclusions once all fields are known.
  func finish(_ head: inout RequestHead) throws(HTTPFailure) {
    if head.minorVersion == 0 {
      // RFC 9112, section 6.1: the framing of such a message is faulty.
      guard !hasTransferEncoding else { throw .malformed("HTTP/1.0 has no Transfer-Encoding.") }
      head.keepAlive = wantsKeepAlive && !wantsClose
    } else {
      // RFC 9112, section 3.2.
      guard host != nil else { throw .malformed("A request of HTTP/1.1 needs a Host field.") }
      head.keepAlive = !wantsClose
      // RFC 9110, section 10.1.1: an expectation in HTTP/1.0 is ignored.
      guard expectation != .unknown else {
        throw HTTPFailure(status: 417, detail: "Of the expectations only 100-continue is known.")
      }
      head.expectsContinue = expectation == .proceed
    }
    // RFC 9112, section 3.2.2: the host of an absolute target overrides the field's.
    if head.host == nil { head.host = host }
    // RFC 9112, section 6.3: a message with both is an attempt at smuggling.
    guard !(hasTransferEncoding && contentLength != nil) else {
      throw .malformed("The request has both Content-Length and Transfer-Encoding.")
    }
    // What cannot be counted fits no limit, not even one that allows everything.
    guard contentLength != .max else {
      throw HTTPFailure(status: 413, detail: "The Content-Length is larger than any body.")
    }
    head.framing = hasTransferEncoding ? .chunked : contentLength.map { .length($0) } ?? .none
  }

  private mutating func noteHost(_ value: UnsafeRawBufferPointer, at range: ByteRange) throws(HTTPFailure) {
    guard host == nil else { throw .malformed("The request has more than one Host field.") }
    guard Authority.isValid(value) else { throw .malformed("The Host field is not a host and port.") }
    host = range
  }

  private mutating func noteConnection(_ value: UnsafeRawBufferPointer) {
    for option in ListField(value) {
      if FieldName.matches(option, "close") { wantsClose = true }
      if FieldName.matches(option, "keep-alive") { wantsKeepAlive = true }
    }
  }

  /// Digits only (RFC 9110, section 8.6); what exceeds an integer's range is kept as the largest one.
  private mutating func noteContentLength(_ value: UnsafeRawBufferPointer) throws(HTTPFailure) {
    guard contentLength == nil else {
      throw .malformed("The request has more than one Content-Length field.")
    }
    guard !value.isEmpty, value.allSatisfy(CharacterClass.isDigit) else {
      throw .malformed("The Content-Length field is not a number.")
    }
    var length = 0
    for digit in value {
      let (product, overflow) = length.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      length = overflow || carry ? .max : sum
      if length == .max { break }
    }
    contentLength = length
  }

  /// RFC 9112, sections 6.1 and 6.3: chunked must come last, and other codings are not implemented.
  private mutating func noteTransferEncoding(_ value: UnsafeRawBufferPointer) throws(HTTPFailure) {
    guard !hasTransferEncoding else {
      throw .malformed("The request has more than one Transfer-Encoding field.")
    }
    hasTransferEncoding = true
    if FieldName.matches(value, "chunked") { return }
    let codings = value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { ListField.trimmed(UnsafeRawBufferPointer(rebasing: $0)) }
    let chunked = codings.filter { FieldName.matches($0, "chunked") }.count
    guard chunked == 1, let last = codings.last, FieldName.matches(last, "chunked"),
      codings.allSatisfy({ !$0.isEmpty })
    else {
      throw .malformed("The last transfer coding, and only the last, must be chunked.")
    }
    throw HTTPFailure(status: 501, detail: "Of the transfer codings only chunked is implemented.")
  }
}
