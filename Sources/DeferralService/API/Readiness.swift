import Synchronization

/// Tells whether new work should be sent here.
package final class Readiness: Sendable {
  private let draining = Atomic(false)

  /// Milliseconds since 1970 at which the process started to serve.
  package let startedAt = Timestamp.now()

  /// Creates the state of a process that serves.
  package init() {}

  /// Whether the process is stopping; readiness fails from then on, before the drain begins.
  package var isDraining: Bool { draining.load(ordering: .relaxed) }

  /// Marks the process as stopping.
  package func beginDraining() { draining.store(true, ordering: .relaxed) }
}
