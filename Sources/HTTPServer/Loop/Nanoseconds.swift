import Glibc

/// Nanoseconds of the monotonic clock, and of durations.
enum Nanoseconds {
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Converts seconds; what is negative or not a number is 0, what is endless is a century.
  static func of(_ seconds: Double) -> UInt64 {
    guard seconds > 0 else { return 0 }
    return UInt64(min(seconds, 3.2e9) * 1e9)
  }
}
