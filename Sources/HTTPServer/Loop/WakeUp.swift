import CLinux
import Glibc
import Synchronization

/// Wakes a loop from any thread, through an eventfd in the loop's epoll set.
final class WakeUp: Sendable {
  /// The eventfd; -1 if the system gave none, which the start of the server reports.
  let descriptor: Int32
  private let pending = Atomic(false)

  /// Whether there is a signal, asked without a system call.
  var isSignalled: Bool { pending.load(ordering: .acquiring) }

  init() { descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func signal() {
    pending.store(true, ordering: .releasing)
    var one: UInt64 = 1
    // A full counter (EAGAIN) is a signal that was not seen yet.
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Takes the signal back; to be called before looking at what it announced.
  func clear() {
    // First of all: a signal that comes meanwhile must stay, be it seen twice.
    pending.store(false, ordering: .relaxed)
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}
