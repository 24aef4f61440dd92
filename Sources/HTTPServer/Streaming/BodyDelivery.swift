/// How a route's handler gets the request's body.
package enum BodyDelivery: Sendable, Equatable {
  /// Whole, in the request.
  case buffered
  /// In pieces, as it arrives: `LoopContext.receiveBody(of:by:)`.
  case streamed
}
