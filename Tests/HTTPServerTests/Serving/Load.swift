import Foundation
import Synchronization

/// Pipelines requests at a server from a thread of its own until it is told to stop.
final class Load: Sendable {
  private let port: UInt16
  private let isStopping = Atomic(false)
  private let answered = Atomic(0)
  private let end = DispatchSemaphore(value: 0)

  init(port: UInt16) { self.port = port }

  /// Answers so far.
  var requests: Int { answered.load(ordering: .relaxed) }

  /// Begins.
  func start() {
    Thread { [self] in
      defer { end.signal() }
      guard let client = try? RawClient(port: port) else { return }
      while !isStopping.load(ordering: .relaxed) {
        for _ in 0..<64 { client.get("/echo/1") }
        for _ in 0..<64 {
          guard (try? client.response()) != nil else { return }
          answered.add(1, ordering: .relaxed)
        }
      }
    }.start()
  }

  /// Ends after the batch that is under way.
  func stop() {
    isStopping.store(true, ordering: .relaxed)
    end.wait()
  }
}

/// Waits until something holds, ten seconds at most.
func waitUntil(_ condition: () -> Bool) {
  let deadline = ContinuousClock.now + .seconds(10)
  while !condition(), ContinuousClock.now < deadline { usleep(200) }
}
