/// Names the codings of a request's body that the server takes off (RFC 9110, section 8.4.1).
package enum ContentCoding: Sendable, CaseIterable {
  /// The format of RFC 1952; `x-gzip` is another name of it.
  case gzip
  /// The format of RFC 1950, or bare RFC 1951 as some clients send under this name.
  case deflate

  /// What an answer's `Accept-Encoding` field says of requests (RFC 9110, section 12.5.3).
  static let accepted = "gzip, deflate"

  /// Reads a coding's name, whose case does not matter.
  init?(_ name: UnsafeRawBufferPointer) {
    if FieldName.matches(name, "gzip") || FieldName.matches(name, "x-gzip") {
      self = .gzip
    } else if FieldName.matches(name, "deflate") {
      self = .deflate
    } else {
      return nil
    }
  }
}

extension RequestHead {
  /// The coding of the body; nil where there is none.
  ///
  /// - Parameter start: the message's first byte.
  /// - Throws: 415 for codings that are unknown, and for more than one.
  func contentCoding(in start: UnsafeRawPointer) throws(HTTPFailure) -> ContentCoding? {
    var coding: ContentCoding?
    for field in fields where field.name.count == 16 {
      guard FieldName.matches(bytes(field.name, in: start), "content-encoding") else { continue }
      for name in ListField(bytes(field.value, in: start)) {
        // RFC 9110, section 8.4.1: identity is reserved for Accept-Encoding, but it harms nobody here.
        if FieldName.matches(name, "identity") { continue }
        guard let known = ContentCoding(name) else { throw .unsupportedCoding }
        guard coding == nil else { throw .severalCodings }
        coding = known
      }
    }
    return coding
  }

  /// The bytes that a range means.
  func bytes(_ range: ByteRange, in start: UnsafeRawPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start + Int(range.start), count: Int(range.count))
  }
}

extension HTTPFailure {
  fileprivate static var unsupportedCoding: HTTPFailure {
    HTTPFailure(status: 415, detail: "Of the codings of a body only \(ContentCoding.accepted) are known.")
  }

  fileprivate static var severalCodings: HTTPFailure {
    HTTPFailure(status: 415, detail: "A body may have one coding, not several over each other.")
  }

  /// Header fields that the failure's answer carries.
  ///
  /// The server itself gives a 415 for a body's coding only, and says what it takes (RFC 9110, section 15.5.16).
  var headers: [(String, String)] {
    if let allow { return [("Allow", allow)] }
    return status == 415 ? [("Accept-Encoding", ContentCoding.accepted)] : []
  }
}
