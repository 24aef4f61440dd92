/// How the end of a request's body is found (RFC 9112, section 6).
package enum BodyFraming: Equatable, Sendable {
  /// There is no body.
  case none
  /// The body has this many bytes.
  case length(Int)
  /// The body is in chunks.
  case chunked
}

/// A parsed request head: the request line and what the header fields mean for the framing.
///
/// Ranges are relative to the message's first byte.
package struct RequestHead: Equatable, Sendable {
  /// Method.
  package var method = Method.get
  /// Minor version; the major one is 1.
  package var minorVersion: UInt8 = 1
  /// Path as sent: valid but still percent-encoded, or `*`.
  package var path = ByteRange.empty
  /// Whether the path holds percent-encoded octets.
  package var pathIsEncoded = false
  /// Query without its question mark.
  package var query: ByteRange?
  /// Whether the target is `*`, or an absolute one that means the same: the server as a whole.
  package var isAsterisk = false
  /// Host and port asked for: an absolute target's, else the Host field's; HTTP/1.0 may lack both.
  package var host: ByteRange?
  /// Header fields in their order.
  package var fields: [HeaderField] = []
  /// Where the body ends.
  package var framing = BodyFraming.none
  /// Whether the connection outlives the answer as far as the client is concerned.
  package var keepAlive = true
  /// Whether the client waits for a 100 before it sends the body.
  package var expectsContinue = false
  /// Bytes of the head, its closing empty line included.
  package var length = 0

  /// Creates an empty head.
  package init() {}

  /// Resets all but the storage of `fields`.
  mutating func removeAll() {
    method = .get
    minorVersion = 1
    path = .empty
    pathIsEncoded = false
    query = nil
    isAsterisk = false
    host = nil
    fields.removeAll(keepingCapacity: true)
    framing = .none
    keepAlive = true
    expectsContinue = false
    length = 0
  }
}
