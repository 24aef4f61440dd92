/// Finds what a method and a path mean.
package struct Router<Action: Sendable>: Sendable {
  /// Tells what a method and a path lead to.
  package enum Match {
    /// The route's action, and the path's segments for its placeholders, percent-decoded.
    case found(Action, parameters: [String])
    /// The path exists with other methods; the value of the `Allow` field.
    case methodNotAllowed(allow: String)
    case notFound
  }

  /// The table as given; a test can compare it with the API's description.
  package let routes: [Route<Action>]
  let tree: RouteTree

  /// Creates a router; no method and pattern may be there twice.
  package init(_ routes: [Route<Action>]) {
    self.routes = routes
    tree = RouteTree(routes.map { ($0.method, $0.pattern) })
  }

  /// Finds what a method and a percent-encoded path lead to; HEAD finds the route of GET.
  package func match(_ method: Method, _ path: String) -> Match {
    var bytes = Array(path.utf8)
    if bytes.first != UInt8(ascii: "/") { bytes = [UInt8(ascii: "/")] + bytes }
    return bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return .notFound }
      var parameters = RouteParameters()
      let range = ByteRange(0, buffer.count)
      guard let found = tree.endpoint(range, in: start, isEncoded: true, parameters: &parameters) else {
        return .notFound
      }
      let endpoint = tree.endpoints[found]
      guard let route = endpoint.route(method) else { return .methodNotAllowed(allow: endpoint.allow) }
      let values = (0..<parameters.count).map { index in
        let range = parameters[index]
        return PercentEncoding.decode(UnsafeRawBufferPointer(rebasing: buffer[Int(range.start)..<range.end]))
      }
      return .found(routes[route].action, parameters: values)
    }
  }
}

/// What the server needs to know of a route.
struct RouteBody: Sendable {
  let limit: Int
  let requiresLength: Bool
  let isStreamed: Bool
}
