/// Says where a server listens, on how many loops and within which limits.
package struct ServerConfiguration: Sendable, Equatable {
  /// Addresses to listen on.
  ///
  /// * `127.0.0.1:8080`, `[::1]:0`, `localhost:80` (a name's first address); port 0 takes a free one.
  /// * `unix:/run/name.sock`, or `unix:@name` for a socket without a file. A file that a dead process left is replaced.
  /// * `systemd` for all sockets of socket activation, `systemd:NAME` for those of one name.
  ///
  /// `https://` in front of any of them means TLS, which needs `tls`.
  package var listen: [String]
  /// Event loops; each has its own listening sockets.
  package var loops: Int
  /// Permissions of a Unix socket's file: who may write to it can connect.
  package var socketMode: UInt32 = 0o660
  /// Where the sockets of `systemd` come from.
  package var inheritedSockets = SocketActivation.ofThisProcess
  /// Whether every answer carries its request's id; one that the client gave comes back in any case.
  package var identifiesAnswers = false
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
