import Glibc
import HTTPServer
import Synchronization

/// Posts to each loop's inbox about once a millisecond, as the store posts its completions.
final class InboxProbe: Sendable {
  private let inboxes: [LoopInbox<ConstantHandler>]
  private let histogram: LatencyHistogram

  init(_ inboxes: [LoopInbox<ConstantHandler>], _ histogram: LatencyHistogram) {
    self.inboxes = inboxes
    self.histogram = histogram
  }

  /// Starts the thread that posts; it lives as long as the process.
  func start() {
    var thread = pthread_t()
    let probe = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<InboxProbe>.fromOpaque(pointer).takeRetainedValue().post() }
        return nil
      }, probe.toOpaque())
  }

  private func post() {
    while true {
      for inbox in inboxes {
        let posted = LatencyHistogram.now()
        inbox.post { [histogram] _ in histogram.add(LatencyHistogram.now() - posted) }
      }
      // Not in step with the loops' turns.
      usleep(.random(in: 500...1500))
    }
  }
}

/// Counts latencies by the microsecond.
final class LatencyHistogram: Sendable {
  private static let buckets = 50_000

  private let counts = Mutex((buckets: [UInt32](repeating: 0, count: buckets), longest: UInt64(0)))

  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  func add(_ nanoseconds: UInt64) {
    counts.withLock { counts in
      counts.buckets[min(Int(nanoseconds / 1000), Self.buckets - 1)] += 1
      counts.longest = max(counts.longest, nanoseconds / 1000)
    }
  }

  /// Count, the quantiles 0.5, 0.99 and 0.999, the largest (all in µs) and the share within 2 ms; begins anew.
  func takeSummary() -> String {
    counts.withLock { counts in
      let total = counts.buckets.reduce(0) { $0 + Int($1) }
      let quantiles = [0.5, 0.99, 0.999].map { Self.quantile($0, of: counts.buckets, total: total) }
      let within = counts.buckets[..<2000].reduce(0) { $0 + Int($1) }
      let words = [total] + quantiles + [Int(counts.longest), within]
      counts = ([UInt32](repeating: 0, count: Self.buckets), 0)
      return words.map(String.init).joined(separator: " ")
    }
  }

  private static func quantile(_ level: Double, of buckets: [UInt32], total: Int) -> Int {
    var left = Int(level * Double(total))
    for (microseconds, count) in buckets.enumerated() {
      left -= Int(count)
      if left < 0 { return microseconds }
    }
    return buckets.count
  }
}
