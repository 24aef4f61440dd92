/// Maps a method and a path pattern to what they mean to the handler.
package struct Route<Action: Sendable>: Sendable {
  /// Method that the route answers; a GET route answers HEAD as well.
  package let method: Method
  /// Path such as `/v1/decisions/{id}`; a placeholder takes one whole segment, a last one like `{path...}` the rest.
  package let pattern: String
  /// Bytes of the body at most; longer is 413.
  package let bodyLimit: Int
  /// Whether a request without Content-Length and chunks is 411.
  package let requiresLength: Bool
  /// How the handler gets the body.
  package let delivery: BodyDelivery
  /// What the route means to the handler.
  package let action: Action

  /// Creates a route.
  ///
  /// - Parameters:
  ///   - bodyLimit: for a streamed body `Int.max` means no limit.
  ///   - requiresLength: by default true for methods that carry a body, where one is allowed.
  package init(
    _ method: Method, _ pattern: String, bodyLimit: Int = 0, requiresLength: Bool? = nil,
    delivery: BodyDelivery = .buffered, action: Action
  ) {
    precondition(pattern.utf8.first == UInt8(ascii: "/"), "a route's pattern begins with a slash")
    precondition(bodyLimit >= 0, "a body limit is not negative")
    self.method = method
    self.pattern = pattern
    self.bodyLimit = bodyLimit
    self.requiresLength = requiresLength ?? (method.carriesBody && bodyLimit > 0)
    self.delivery = delivery
    self.action = action
  }
}
