import CLinux
import Glibc

/// Ticks in a loop's epoll set while there is something to look at.
final class LoopTimer {
  let descriptor: Int32
  private let interval: UInt64
  private(set) var isRunning = false

  /// - Parameter seconds: between two ticks.
  init(every seconds: Double) throws(ServerError) {
    interval = max(1_000_000, Nanoseconds.of(seconds))
    descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
    guard descriptor >= 0 else { throw .cannotCreateLoop(call: "timerfd_create", errno: errno) }
  }

  deinit { close(descriptor) }

  func run() {
    guard !isRunning else { return }
    isRunning = true
    set(interval)
  }

  func stop() {
    guard isRunning else { return }
    isRunning = false
    set(0)
  }

  /// Takes back the ticks that were reported.
  func clear() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }

  private func set(_ nanoseconds: UInt64) {
    let time = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    var setting = itimerspec(it_interval: time, it_value: time)
    timerfd_settime(descriptor, 0, &setting, nil)
  }
}
