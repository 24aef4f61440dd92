/// Answers the requests of one event loop.
///
/// A handler is made on its loop and never leaves it, so it needs neither locks nor `Sendable`.
package protocol RequestHandler: AnyObject, SendableMetatype {
  /// What a route means to the handler.
  associatedtype Action: Sendable

  /// Takes up a request, to answer it at once or later through the loop's context.
  ///
  /// - Parameters:
  ///   - request: valid during the call only.
  ///   - exchange: ticket for the answer.
  func handle(_ request: Request<Action>, exchange: Exchange)

  /// Ends a turn of the loop: all its events and inbox work are done.
  ///
  /// Work gathered during the turn goes out here, as one batch.
  func turnEnded()
}
