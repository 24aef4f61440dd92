/// Names the request methods that the server implements (RFC 9110, section 9).
///
/// Any other method is answered 501; CONNECT and TRACE are left out on purpose.
package enum Method: String, Sendable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"

  /// Whether a request with this method is expected to carry a body.
  package var carriesBody: Bool { self == .post || self == .put || self == .patch }
}

extension Method {
  /// Reads a method's token; case matters (RFC 9110, section 9.1).
  init?(_ token: UnsafeRawBufferPointer) {
    switch token.count {
    case 3 where token.elementsEqual("GET".utf8): self = .get
    case 3 where token.elementsEqual("PUT".utf8): self = .put
    case 4 where token.elementsEqual("POST".utf8): self = .post
    case 4 where token.elementsEqual("HEAD".utf8): self = .head
    case 5 where token.elementsEqual("PATCH".utf8): self = .patch
    case 6 where token.elementsEqual("DELETE".utf8): self = .delete
    case 7 where token.elementsEqual("OPTIONS".utf8): self = .options
    default: return nil
    }
  }
}
