import Glibc
import Synchronization

/// Where a fixed number of threads wait for each other, time and again: awake at first, then asleep.
///
/// Going to sleep and being woken takes longer than a step of a small network. A thread that is alone on its core finds
/// the others within microseconds; one that would keep another from running gives up its core soon.
final class Barrier: Sendable {
  /// How often a waiting thread looks before it sleeps: some 20 µs.
  private static let looks = 500

  private let count: Int
  private let arrived = Atomic<Int>(0)
  private let round = Atomic<UInt>(0)
  private let sleep = Sleep()

  /// - Parameter count: The threads that meet.
  init(count: Int) {
    self.count = count
  }

  /// Returns once all threads have come; what each did before is then seen by all.
  func meet() {
    let now = round.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      sleep.wakeAll { round.add(1, ordering: .releasing) }
      return
    }
    for _ in 0..<Self.looks {
      if round.load(ordering: .acquiring) != now { return }
      Kernels.pause()
    }
    sleep.wait { round.load(ordering: .acquiring) == now }
  }
}

/// Lets threads sleep while a condition holds.
// Safe to share: POSIX's own objects, at addresses that never change.
private final class Sleep: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(change, nil)
  }

  func wait(while condition: () -> Bool) {
    pthread_mutex_lock(mutex)
    while condition() { pthread_cond_wait(change, mutex) }
    pthread_mutex_unlock(mutex)
  }

  func wakeAll(_ act: () -> Void) {
    pthread_mutex_lock(mutex)
    act()
    pthread_cond_broadcast(change)
    pthread_mutex_unlock(mutex)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }
}
