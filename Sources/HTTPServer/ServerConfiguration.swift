/// Says where a server listens, on how many loops and within which limits.
package struct ServerConfiguration: Sendable, Equatable {
  /// Addresses such as `127.0.0.1:8080`, `[::1]:0` or `localhost:80`; port 0 takes a free one.
  package var listen: [String]
  /// Event loops; each has its own listening sockets.
  package var loops: Int
  /// Whether every answer carries its request's id; one that the client gave comes back in any case.
  package var identifiesAnswers = false
  /// Bounds on clients and on the server itself.
  package var limits: ServerLimits

  /// Creates a configuration; `loops` is at least 1.
  package init(listen: [String], loops: Int = 1, limits: ServerLimits = ServerLimits()) {
    precondition(loops >= 1, "a server needs at least one loop")
    self.listen = listen
    self.loops = loops
    self.limits = limits
  }
}
