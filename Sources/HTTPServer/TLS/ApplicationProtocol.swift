import COpenSSL
import Glibc

/// Agrees with the client on HTTP/1.1, or on HTTP/1.0 where it offers no more (RFC 7301).
enum ApplicationProtocol {
  // Both of the same length.
  private static let newest: StaticString = "http/1.1"
  private static let oldest: StaticString = "http/1.0"

  /// Has a context refuse clients that offer protocols without one of these among them.
  static func install(in context: OpaquePointer) {
    SSL_CTX_set_alpn_select_cb(
      context,
      { _, chosen, chosenCount, offered, count, _ in
        guard let offered, let found = ApplicationProtocol.find(offered, Int(count)) else {
          return SSL_TLSEXT_ERR_ALERT_FATAL
        }
        chosen?.pointee = found
        chosenCount?.pointee = UInt8(ApplicationProtocol.newest.utf8CodeUnitCount)
        return SSL_TLSEXT_ERR_OK
      }, nil)
  }

  private static func find(_ offered: UnsafePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8>? {
    find(newest, offered, count) ?? find(oldest, offered, count)
  }

  /// Where a name stands in a list of names, each behind a byte with its length.
  private static func find(
    _ name: StaticString, _ offered: UnsafePointer<UInt8>, _ count: Int
  ) -> UnsafePointer<UInt8>? {
    var position = 0
    while position < count {
      let length = Int(offered[position])
      guard length > 0, position + 1 + length <= count else { return nil }
      let candidate = offered + position + 1
      if length == name.utf8CodeUnitCount, memcmp(candidate, name.utf8Start, length) == 0 { return candidate }
      position += 1 + length
    }
    return nil
  }
}
