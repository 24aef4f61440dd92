import Logging
import Storage
import Synchronization

/// Logs what the store could not do, at most once in ten seconds with the number of failures since.
///
/// A full disk fails every request: a line for each would bury the cause and fill the disk further.
package final class StoreFailureLog: Sendable {
  private static let interval: Duration = .seconds(10)

  private struct State {
    var next: ContinuousClock.Instant?
    var unlogged = 0
  }

  private let logger: Logger
  private let state = Mutex(State())

  /// Logs to `logger`.
  package init(logger: Logger) {
    self.logger = logger
  }

  /// Reports one failed read or write.
  package func report(_ error: StoreError, at now: ContinuousClock.Instant = .now) {
    let count = state.withLock { state -> Int? in
      state.unlogged += 1
      if let next = state.next, now < next { return nil }
      defer { state.unlogged = 0 }
      state.next = now + Self.interval
      return state.unlogged
    }
    guard let count else { return }
    logger.error("the store failed", metadata: ["error": "\(error)", "failures": "\(count)"])
  }
}
