/// A handler with its type erased, so that all of the loop is compiled once and without generics.
struct BoundHandler {
  /// Calls the handler with the action of the route at an index.
  let handle: (_ route: Int, _ message: Message, _ exchange: Exchange) -> Void
  let runInbox: () -> Void
  let turnEnded: () -> Void

  init<Handler: RequestHandler>(
    _ handler: Handler, routes: [Route<Handler.Action>], inbox: LoopInbox<Handler>
  ) {
    let actions = routes.map(\.action)
    handle = { route, message, exchange in
      handler.handle(Request(action: actions[route], message: message), exchange: exchange)
    }
    var spare: [LoopInbox<Handler>.Work] = []
    runInbox = {
      inbox.exchange(with: &spare)
      for work in spare { work(handler) }
      spare.removeAll(keepingCapacity: true)
    }
    turnEnded = { handler.turnEnded() }
  }
}
