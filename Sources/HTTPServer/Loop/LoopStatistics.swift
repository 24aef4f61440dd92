import Synchronization

/// Counters of one loop, written by it alone and readable from any thread.
package final class LoopStatistics: Sendable {
  /// Upper bounds of the latency buckets, in seconds; a last bucket holds what is slower.
  package static let latencyBounds: [Double] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  /// The same in nanoseconds, as the loop measures.
  private static let bounds = latencyBounds.map { UInt64($0 * 1e9) }

  private let connectionsAccepted = Atomic<UInt64>(0)
  private let connectionsOpen = Atomic<UInt64>(0)
  private let requestsInFlight = Atomic<UInt64>(0)
  private let connectionsRefused = Atomic<UInt64>(0)
  private let acceptPauses = Atomic<UInt64>(0)
  private let timeouts = InlineArray<6, Atomic<UInt64>> { _ in Atomic(0) }
  private let bytesReceived = Atomic<UInt64>(0)
  private let bytesSent = Atomic<UInt64>(0)
  private let handshakes = Atomic<UInt64>(0)
  private let handshakesResumed = Atomic<UInt64>(0)
  private let handshakeFailures = Atomic<UInt64>(0)
  private let answersAborted = Atomic<UInt64>(0)
  private let lengthMismatches = Atomic<UInt64>(0)
  private let latencySum = Atomic<UInt64>(0)
  private let statusClasses = InlineArray<6, Atomic<UInt64>> { _ in Atomic(0) }
  private let latencies = InlineArray<15, Atomic<UInt64>> { _ in Atomic(0) }

  init() {}

  /// Reads all counters; each is exact, but not all are of the same instant.
  package func snapshot() -> StatisticsSnapshot {
    StatisticsSnapshot(
      connectionsAccepted: connectionsAccepted.load(ordering: .relaxed),
      connectionsOpen: connectionsOpen.load(ordering: .relaxed),
      requestsInFlight: requestsInFlight.load(ordering: .relaxed),
      connectionsRefused: connectionsRefused.load(ordering: .relaxed),
      acceptPauses: acceptPauses.load(ordering: .relaxed),
      timeouts: timeouts.indices.map { timeouts[$0].load(ordering: .relaxed) },
      bytesReceived: bytesReceived.load(ordering: .relaxed),
      bytesSent: bytesSent.load(ordering: .relaxed),
      handshakes: handshakes.load(ordering: .relaxed),
      handshakesResumed: handshakesResumed.load(ordering: .relaxed),
      handshakeFailures: handshakeFailures.load(ordering: .relaxed),
      answersAborted: answersAborted.load(ordering: .relaxed),
      lengthMismatches: lengthMismatches.load(ordering: .relaxed),
      responsesByClass: statusClasses.indices.map { statusClasses[$0].load(ordering: .relaxed) },
      latencyCounts: latencies.indices.map { latencies[$0].load(ordering: .relaxed) },
      latencySum: Double(latencySum.load(ordering: .relaxed)) * 1e-9)
  }
}

extension LoopStatistics {
  func connectionOpened() {
    Self.add(1, to: connectionsAccepted)
    Self.add(1, to: connectionsOpen)
  }

  func connectionClosed() { Self.subtract(1, from: connectionsOpen) }
  func connectionRefused() { Self.add(1, to: connectionsRefused) }
  func acceptingPaused() { Self.add(1, to: acceptPauses) }
  func timedOut(_ limit: TimeLimit) { Self.add(1, to: timeouts[limit.rawValue]) }
  func requestBegan() { Self.add(1, to: requestsInFlight) }
  func requestEnded() { Self.subtract(1, from: requestsInFlight) }
  func received(_ bytes: Int) { Self.add(UInt64(bytes), to: bytesReceived) }
  func sent(_ bytes: Int) { Self.add(UInt64(bytes), to: bytesSent) }
  func answerAborted() { Self.add(1, to: answersAborted) }
  func lengthMismatched() { Self.add(1, to: lengthMismatches) }

  func handshakeFailed() { Self.add(1, to: handshakeFailures) }

  func handshakeCompleted(isResumed: Bool) {
    Self.add(1, to: handshakes)
    if isResumed { Self.add(1, to: handshakesResumed) }
  }

  /// Counts an answer; `nanoseconds` from the request's first byte to the answer.
  func answered(status: Int, nanoseconds: UInt64) {
    Self.add(1, to: statusClasses[min(status / 100, 5)])
    Self.add(nanoseconds, to: latencySum)
    var bucket = 0
    while bucket < Self.bounds.count, nanoseconds > Self.bounds[bucket] { bucket += 1 }
    Self.add(1, to: latencies[bucket])
  }

  // One thread writes, so a load and a store do what a locked instruction would, at a fraction of its cost.
  private static func add(_ amount: UInt64, to counter: borrowing Atomic<UInt64>) {
    counter.store(counter.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }

  private static func subtract(_ amount: UInt64, from counter: borrowing Atomic<UInt64>) {
    counter.store(counter.load(ordering: .relaxed) &- amount, ordering: .relaxed)
  }
}

/// The counters of a loop at about one instant.
package struct StatisticsSnapshot: Sendable, Equatable {
  /// Connections accepted since the start.
  package var connectionsAccepted: UInt64
  /// Connections open now.
  package var connectionsOpen: UInt64
  /// Requests handed to the handler and not answered yet.
  package var requestsInFlight: UInt64
  /// Connections closed because their address has as many as it may.
  package var connectionsRefused: UInt64
  /// Times that accepting paused: connections at their limit, or descriptors exhausted.
  package var acceptPauses: UInt64
  /// Connections that ran into a limit on time, by `TimeLimit`'s raw value.
  package var timeouts: [UInt64]
  /// Bytes read from clients, without those of TLS.
  package var bytesReceived: UInt64
  /// Bytes written to clients, without those of TLS.
  package var bytesSent: UInt64
  /// TLS handshakes that were completed.
  package var handshakes: UInt64
  /// Those of them that took up an earlier session.
  package var handshakesResumed: UInt64
  /// Handshakes that failed after the client had sent something.
  package var handshakeFailures: UInt64
  /// Streamed answers that were broken off, by the handler, the client or a time limit.
  package var answersAborted: UInt64
  /// Streamed answers whose handler contradicted the length that it had announced; aborted too.
  package var lengthMismatches: UInt64
  /// Answers by the first digit of their status: index 2 for 2xx.
  package var responsesByClass: [UInt64]
  /// Answers by latency bucket; not cumulative, one more than there are bounds.
  package var latencyCounts: [UInt64]
  /// Sum of all latencies in seconds.
  package var latencySum: Double

  /// Connections that ran into one limit on time.
  package func timeouts(_ limit: TimeLimit) -> UInt64 { timeouts[limit.rawValue] }
}
