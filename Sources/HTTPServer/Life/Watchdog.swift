import Dispatch
import Glibc
import Synchronization

/// Gives the service manager its signs of life, as long as what it watches answers.
///
/// One question is open at a time, and only its answer is a sign of life: a loop that is stuck starves the watchdog, so
/// that the manager starts the process anew.
package final class Watchdog: Sendable {
  /// Answers once everything that is watched has answered.
  package typealias Question = @Sendable (_ completion: @escaping @Sendable () -> Void) -> Void

  /// Seconds between two signs of life: half of what the manager allows.
  package let interval: Double
  private let notifier: ServiceNotifier
  private let question: Question
  private let queue = DispatchQueue(label: "watchdog", qos: .userInitiated)
  private let isWaiting = Atomic(false)

  /// Reads `WATCHDOG_USEC` and `WATCHDOG_PID`; nil where no signs of life are wanted from this process.
  ///
  /// - Parameter question: `Server.whenLoopsAnswer`, for one.
  package init?(
    environment: [String: String], process: Int32, notifier: ServiceNotifier, question: @escaping Question
  ) {
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ UInt64($0) }), microseconds > 0 else {
      return nil
    }
    if let meant = environment["WATCHDOG_PID"], Int32(meant) != process { return nil }
    interval = Double(microseconds) / 2_000_000
    self.notifier = notifier
    self.question = question
  }

  /// Begins; ends when the watchdog is let go.
  package func start() { queue.async { [weak self] in self?.beat() } }

  private func beat() {
    if !isWaiting.exchange(true, ordering: .acquiringAndReleasing) {
      question { [notifier, weak self] in
        self?.isWaiting.store(false, ordering: .releasing)
        notifier.notify(.watchdog)
      }
    }
    queue.asyncAfter(deadline: .now() + interval) { [weak self] in self?.beat() }
  }
}
