import Synchronization

/// The way into an event loop from any thread.
///
/// Posted work runs on the loop, in order, within the turn that is going on or at once if the loop is asleep. Work
/// merely enqueued on the loop's queue would wait for seconds under load.
package final class LoopInbox<Handler: RequestHandler>: Sendable {
  /// What can be posted.
  package typealias Work = @Sendable (Handler) -> Void

  private let waiting = Mutex<[Work]>([])
  private let wakeUp: WakeUp

  init(wakeUp: WakeUp) { self.wakeUp = wakeUp }

  /// Runs `work` on the loop soon; from any thread, the loop's own included.
  ///
  /// Work posted after the server is gone is dropped.
  package func post(_ work: @escaping Work) {
    let wasEmpty = waiting.withLock { waiting in
      waiting.append(work)
      return waiting.count == 1
    }
    if wasEmpty { wakeUp.signal() }
  }

  /// Takes what waits, leaving the emptied `spare` behind so that no storage is made anew.
  func exchange(with spare: inout [Work]) {
    waiting.withLock { swap(&$0, &spare) }
  }
}
