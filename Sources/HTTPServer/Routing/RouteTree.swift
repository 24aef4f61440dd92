/// Routes by their segments: a tree that is walked without allocating.
///
/// A literal segment wins over a placeholder, and that over `{name...}`, which takes all segments that are left, none
/// included; if a branch leads nowhere the next one is tried.
struct RouteTree: Sendable {
  private struct Node: Sendable {
    var literals: [(segment: [UInt8], node: Int)] = []
    var placeholder: Int?
    /// Child of a placeholder that takes all segments that are left.
    var rest: Int?
    var endpoint: Int?
  }

  /// The methods of one pattern.
  struct Endpoint: Sendable, Equatable {
    fileprivate var routes = [Int?](repeating: nil, count: Method.allCases.count)
    /// Value of the `Allow` field: HEAD where there is GET, and OPTIONS always.
    fileprivate(set) var allow = ""

    func route(_ method: Method) -> Int? {
      routes[method.index] ?? (method == .head ? routes[Method.get.index] : nil)
    }
  }

  private var nodes = [Node()]
  private(set) var endpoints: [Endpoint] = []
  /// Value of the `Allow` field for `OPTIONS *`.
  private(set) var allowAnywhere = "OPTIONS"

  /// - Parameter patterns: method and pattern by route index; no pair twice.
  init(_ patterns: [(method: Method, pattern: String)]) {
    for (index, route) in patterns.enumerated() { insert(route.method, route.pattern, route: index) }
    for index in endpoints.indices {
      endpoints[index].allow = Self.list(Method.allCases.filter { endpoints[index].route($0) != nil })
    }
    allowAnywhere = Self.list(
      Method.allCases.filter { method in endpoints.contains { $0.route(method) != nil } })
  }

  private static func list(_ methods: [Method]) -> String {
    (methods.filter { $0 != .options } + [.options]).map(\.rawValue).joined(separator: ", ")
  }

  private mutating func insert(_ method: Method, _ pattern: String, route: Int) {
    var node = 0
    var placeholders = 0
    for segment in pattern.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      precondition(nodes[node].rest != node, "\(pattern) goes on after a placeholder for the rest")
      let isPlaceholder = segment.first == UInt8(ascii: "{") && segment.last == UInt8(ascii: "}")
      placeholders += isPlaceholder ? 1 : 0
      let takesRest = isPlaceholder && segment.suffix(4).elementsEqual("...}".utf8)
      node = takesRest ? rest(of: node) : child(of: node, isPlaceholder ? nil : Array(segment))
    }
    precondition(placeholders <= RouteParameters.capacity, "\(pattern) has too many placeholders")
    let endpoint = nodes[node].endpoint ?? endpoints.count
    if endpoint == endpoints.count { endpoints.append(Endpoint()) }
    nodes[node].endpoint = endpoint
    precondition(
      endpoints[endpoint].routes[method.index] == nil, "\(method.rawValue) \(pattern) is there twice")
    endpoints[endpoint].routes[method.index] = route
  }

  /// Finds or makes the child for a literal, or for a placeholder if `literal` is nil.
  private mutating func child(of node: Int, _ literal: [UInt8]?) -> Int {
    if let literal {
      if let known = nodes[node].literals.first(where: { $0.segment == literal }) { return known.node }
      nodes[node].literals.append((literal, nodes.count))
    } else {
      if let known = nodes[node].placeholder { return known }
      nodes[node].placeholder = nodes.count
    }
    nodes.append(Node())
    return nodes.count - 1
  }

  /// Finds or makes the child for all segments that are left.
  private mutating func rest(of node: Int) -> Int {
    if let known = nodes[node].rest { return known }
    // It names itself as its own rest, which marks it as an end.
    nodes.append(Node(rest: nodes.count))
    nodes[node].rest = nodes.count - 1
    return nodes.count - 1
  }
}

extension RouteTree {
  /// Finds the endpoint of a path that begins with a slash and is still percent-encoded.
  ///
  /// Segments are split before they are decoded, so an encoded slash stays inside its segment.
  /// - Complexity: O(path · literals by node); exponential backtracking is bounded by the placeholders' number.
  func endpoint(
    _ path: ByteRange, in start: UnsafeRawPointer, isEncoded: Bool, parameters: inout RouteParameters
  ) -> Int? {
    find(0, Int(path.start) + 1, path.end, start, isEncoded, &parameters)
  }

  private func find(
    _ node: Int, _ from: Int, _ end: Int, _ start: UnsafeRawPointer, _ isEncoded: Bool,
    _ parameters: inout RouteParameters
  ) -> Int? {
    guard from <= end else { return nodes[node].endpoint }
    var stop = from
    while stop < end, start.load(fromByteOffset: stop, as: UInt8.self) != UInt8(ascii: "/") { stop += 1 }
    let segment = UnsafeRawBufferPointer(start: start + from, count: stop - from)
    for literal in nodes[node].literals where PercentEncoding.matches(segment, literal.segment, isEncoded) {
      if let found = find(literal.node, stop + 1, end, start, isEncoded, &parameters) { return found }
    }
    if let placeholder = nodes[node].placeholder, stop > from {
      parameters.append(ByteRange(from, stop))
      if let found = find(placeholder, stop + 1, end, start, isEncoded, &parameters) { return found }
      parameters.removeLast()
    }
    guard let rest = nodes[node].rest, rest != node else { return nil }
    parameters.append(ByteRange(from, end))
    return nodes[rest].endpoint
  }
}

extension Method {
  /// Place in `allCases`.
  var index: Int {
    switch self {
    case .get: 0
    case .head: 1
    case .post: 2
    case .put: 3
    case .patch: 4
    case .delete: 5
    case .options: 6
    }
  }
}
