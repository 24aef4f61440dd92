/// A client's promise that requests with one key are one request.
package struct IdempotencyRecord: Sendable, Equatable {
  /// Caller, method and path: a key means something only within these.
  package var scope: String
  /// The client's `Idempotency-Key`.
  package var key: String
  /// Tells a repeat from another request under the same key.
  package var bodySHA256: [UInt8]
  /// Milliseconds since 1970, UTC; from then on the key is forgotten.
  package var expiresAt: Int64

  /// Takes every column as it is.
  package init(scope: String, key: String, bodySHA256: [UInt8], expiresAt: Int64) {
    self.scope = scope
    self.key = key
    self.bodySHA256 = bodySHA256
    self.expiresAt = expiresAt
  }
}
