import Synchronization

/// What a loop is made from.
struct LoopSetup: Sendable {
  let index: Int
  let limits: ServerLimits
  let listeners: [Listener]
  let routes: RouteTable
  let connections: ConnectionCount
  let renderFailure: @Sendable (HTTPFailure) -> FailureBody
  let accessLog: AccessLog?
  let identifiesAnswers: Bool
}

/// The routes as a loop needs them: without the handler's actions.
struct RouteTable: Sendable {
  let tree: RouteTree
  let bodies: [RouteBody]
  let patterns: [String]
}

/// Counts the connections of all loops against their common limit.
final class ConnectionCount: Sendable {
  private let limit: Int
  private let open = Atomic(0)

  init(limit: Int) { self.limit = limit }

  var isFull: Bool { open.load(ordering: .relaxed) >= limit }

  /// Takes a place for a new connection, unless there is none.
  func reserve() -> Bool {
    if open.add(1, ordering: .relaxed).newValue <= limit { return true }
    release()
    return false
  }

  func release() { open.subtract(1, ordering: .relaxed) }
}
