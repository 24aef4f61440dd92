import Glibc

/// Waits on standard input for a line before each piece of work, and prints what the piece took.
///
/// So two programs take turns on one machine, and its noise hits both.
struct Turn {
  private var clock = 0.0
  private var processor = 0.0

  /// Waits for the next line; false at the end of the input.
  mutating func wait() -> Bool {
    guard readLine() != nil else { return false }
    clock = Self.seconds(CLOCK_MONOTONIC)
    processor = Self.seconds(CLOCK_PROCESS_CPUTIME_ID)
    return true
  }

  /// Prints the seconds of the piece, those of all processors, and a result that both sides should agree on.
  func end(result: Double) {
    let taken = Self.seconds(CLOCK_MONOTONIC) - clock
    let used = Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - processor
    print(taken, used, result)
    fflush(nil)
  }

  /// Says that the work is prepared.
  static func ready() {
    print("ready")
    fflush(nil)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
