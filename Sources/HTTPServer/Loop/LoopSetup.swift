/// What a loop is made from.
struct LoopSetup: Sendable {
  let index: Int
  let limits: ServerLimits
  let listeners: [Listener]
  let routes: RouteTable
  let connections: ConnectionCount
  let credentials: TLSCredentials?
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
