/// Names the limits on time that a connection can run into.
package enum TimeLimit: Int, Sendable, CaseIterable {
  /// No request came: `ServerLimits.idleTimeout`.
  case idle
  /// A request's head did not end: `headerTimeout`.
  case head
  /// A request's body came too slowly: `bodyTimeout` and `minimumRate`.
  case body
  /// A request was not answered: `requestTimeout`.
  case request
  /// An answer was read too slowly or not at all: `writeTimeout` and `minimumRate`.
  case write
  /// A client did not close after its last answer: `lingerTimeout`.
  case linger
}
