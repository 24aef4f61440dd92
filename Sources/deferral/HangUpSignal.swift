import Dispatch
import Glibc

/// Takes notice of SIGHUP, by which operators ask a service to read its files again.
final class HangUpSignal {
  private let queue = DispatchQueue(label: "deferral.reload")
  private let isTaken: Bool
  private var source: (any DispatchSourceSignal)?

  /// Ignores the signal until it is handled.
  ///
  /// - Parameter isTaken: false leaves the signal what it is: the end of a terminal's programs when it closes.
  init(isTaken: Bool) {
    self.isTaken = isTaken
    if isTaken { signal(SIGHUP, SIG_IGN) }
  }

  /// Calls a handler at each signal from now on, one call at a time.
  func handle(_ handler: @escaping @Sendable () -> Void) {
    guard isTaken else { return }
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: queue)
    source.setEventHandler(handler: handler)
    source.resume()
    self.source = source
  }

  /// Waits for a handler that runs; none is called from then on.
  func end() {
    source?.cancel()
    queue.sync {}
  }
}
