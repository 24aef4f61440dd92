/// Says where a server listens, on how many loops and within which limits.
package struct ServerConfiguration: Sendable, Equatable {
  /// Addresses such as `127.0.0.1:8080`, `[::1]:0` or `localhost:80`; port 0 takes a free one.
  ///
  /// `https://` in front of one means TLS, which needs `tls`.
  package var listen: [String]
  /// Event loops; each has its own listening sockets.
  package var loops: Int
  /// Bounds on clients and on the server itself.
  package var limits: ServerLimits
  /// Certificates, and what is asked of clients with TLS.
  package var tls: TLSConfiguration?

  /// Creates a configuration; `loops` is at least 1.
  package init(
    listen: [String], loops: Int = 1, limits: ServerLimits = ServerLimits(), tls: TLSConfiguration? = nil
  ) {
    precondition(loops >= 1, "a server needs at least one loop")
    self.listen = listen
    self.loops = loops
    self.limits = limits
    self.tls = tls
  }
}
