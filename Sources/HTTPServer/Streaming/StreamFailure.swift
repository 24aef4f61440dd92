/// Tells why a streamed body or answer did not reach its end.
package enum StreamFailure: Error, Equatable, Sendable {
  /// The client closed or lost the connection.
  case clientLeft
  /// The client broke HTTP's rules, the route's limit or a time limit; it was told so where that was still possible.
  case refused(HTTPFailure)
  /// The client did not take what waits for it within the time limit.
  case readerStuck
  /// The handler broke off the answer, or contradicted the length that it had announced.
  case aborted
  /// The server stopped, or the time limit of its drain passed.
  case serverStopped
}
