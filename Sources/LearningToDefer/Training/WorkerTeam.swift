import Glibc

/// Threads of its own that run one piece of work each, again and again.
///
/// They inherit the caller's niceness, which the threads of a pool would not. The caller takes part as worker 0, so
/// one worker means no thread at all. Results must depend on the number of workers only: if the system refuses a
/// thread, the caller does its work too.
package final class WorkerTeam {
  /// The number of workers, the caller among them.
  package let count: Int
  private let shared: Shared
  private var threads: [pthread_t] = []

  /// Starts `count - 1` threads.
  package init(count: Int) {
    precondition(count > 0, "a team has at least one worker")
    self.count = count
    shared = Shared()
    for index in 1..<max(count, 1) {
      var thread = pthread_t()
      let seat = Unmanaged.passRetained(Seat(index: index, shared: shared))
      let refused = pthread_create(&thread, nil, { WorkerTeam.work(at: $0) }, seat.toOpaque())
      guard refused == 0 else {
        seat.release()
        break
      }
      threads.append(thread)
    }
    // No worker passes the first barrier before the caller comes to it, in `run` or `deinit`.
    shared.open(for: threads.count + 1)
  }

  deinit {
    guard !threads.isEmpty else { return }
    shared.work = nil
    shared.meet()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `work(0)` to `work(count - 1)`, at the same time, and returns when all are done.
  package func run(_ work: @escaping (Int) -> Void) {
    shared.work = work
    if !threads.isEmpty { shared.meet() }
    work(0)
    for index in threads.count + 1..<max(count, threads.count + 1) { work(index) }
    if !threads.isEmpty { shared.meet() }
    shared.work = nil
  }

  private static func work(at seat: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let seat else { return nil }
    let own = Unmanaged<Seat>.fromOpaque(seat).takeRetainedValue()
    own.shared.waitUntilOpen()
    while true {
      own.shared.meet()
      guard let work = own.shared.work else { return nil }
      work(own.index)
      own.shared.meet()
    }
  }

  private final class Seat {
    let index: Int
    let shared: Shared

    init(index: Int, shared: Shared) {
      self.index = index
      self.shared = shared
    }
  }

  /// What caller and workers share.
  ///
  /// `work` changes only while every worker waits at the barrier.
  private final class Shared {
    var work: ((Int) -> Void)?
    private var barrier = Barrier(count: 1)
    private let opening = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
      pthread_mutex_init(opening, nil)
      pthread_mutex_lock(opening)
    }

    /// Makes the barrier for as many as came, and lets the workers go to it.
    func open(for count: Int) {
      barrier = Barrier(count: count)
      pthread_mutex_unlock(opening)
    }

    func waitUntilOpen() {
      pthread_mutex_lock(opening)
      pthread_mutex_unlock(opening)
    }

    func meet() { barrier.meet() }

    deinit {
      pthread_mutex_destroy(opening)
      opening.deallocate()
    }
  }
}
