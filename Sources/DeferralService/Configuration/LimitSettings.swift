import HTTPServer

/// Bounds what clients may use up.
package struct LimitSettings: Sendable, Equatable {
  /// Bytes of a request's body at most, inflated.
  package var bodyBytes = 1_048_576
  /// Times its size that a coded body may inflate to.
  package var inflationRatio = 200
  /// Bytes of a request line at most.
  package var requestLineBytes = 8192
  /// Header fields of a request at most.
  package var headers = 100
  /// Bytes of all header lines of a request at most.
  package var headerBytes = 32_768
  /// Connections open at once at most.
  package var connections = 10_000
  /// Connections open at once at most from one address; 0 for no limit.
  package var connectionsPerAddress = 0
  /// Seconds in which a request's head must have arrived, or a TLS handshake be done.
  package var headerSeconds = 10.0
  /// Seconds that a request's body may take beyond its bytes at the minimum rate.
  package var bodySeconds = 30.0
  /// Seconds after which an idle connection is closed.
  package var idleSeconds = 75.0
  /// Seconds that a request may take in all.
  package var requestSeconds = 120.0
  /// Seconds in which an answer that waits must be read, beyond its bytes at the minimum rate.
  package var writeSeconds = 30.0
  /// Bytes a second below which a transfer is not granted more than its seconds.
  package var minimumRate = 16_384

  /// The server's limits; `connections` are as many as the system allows.
  func serverLimits(connections: Int, compression: Bool) -> ServerLimits {
    var limits = ServerLimits()
    limits.inflationRatio = inflationRatio
    limits.requestLine = requestLineBytes
    limits.headerCount = headers
    limits.headerBytes = headerBytes
    limits.connections = connections
    limits.connectionsPerAddress = connectionsPerAddress > 0 ? connectionsPerAddress : nil
    limits.headerTimeout = headerSeconds
    limits.bodyTimeout = bodySeconds
    limits.idleTimeout = idleSeconds
    limits.requestTimeout = requestSeconds
    limits.writeTimeout = writeSeconds
    limits.minimumRate = minimumRate
    if !compression { limits.compressedAnswer = .max }
    return limits
  }
}
