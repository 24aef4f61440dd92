import CLinux
import Glibc

/// Wakes a loop once through its epoll set, at the earliest time that it was asked for.
final class LoopTimer {
  let descriptor: Int32
  /// Monotonic nanoseconds; `max` while nothing is set.
  private var time = UInt64.max

  init() throws(ServerError) {
    descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
    guard descriptor >= 0 else { throw .cannotCreateLoop(call: "timerfd_create", errno: errno) }
  }

  deinit { close(descriptor) }

  /// Costs a system call only where the time is earlier than what is set.
  func wake(at time: UInt64) {
    guard time < self.time else { return }
    self.time = time
    // Zero would disarm the timer.
    let time = max(1, time)
    var setting = itimerspec()
    setting.it_value = timespec(tv_sec: Int(time / 1_000_000_000), tv_nsec: Int(time % 1_000_000_000))
    timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &setting, nil)
  }

  /// Takes note that the time has come.
  func clear() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    time = .max
  }
}
