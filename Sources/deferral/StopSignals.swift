import Dispatch
import Glibc
import Synchronization

/// Takes notice of SIGTERM and SIGINT; a second one ends the process at once.
final class StopSignals {
  private let first = FirstSignal()
  private let sources: [any DispatchSourceSignal]

  /// Takes the signals over until it is let go.
  init() {
    sources = [SIGTERM, SIGINT].map { [first] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        signal(number, SIG_DFL)
        first.arrived(number)
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
  }

  /// The one that came first, if any did.
  var arrived: Int32? { first.number }

  /// Blocks until there is one.
  ///
  /// The main thread waits: were it given to Dispatch, valgrind could not run the program.
  func wait() -> Int32 { first.wait() }

  /// A signal's name.
  static func name(_ number: Int32) -> String { number == SIGTERM ? "SIGTERM" : "SIGINT" }
}

/// The number of whichever signal came first.
private final class FirstSignal: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let first = Mutex<Int32?>(nil)

  var number: Int32? { first.withLock { $0 } }

  func arrived(_ number: Int32) {
    first.withLock { $0 = $0 ?? number }
    semaphore.signal()
  }

  func wait() -> Int32 {
    semaphore.wait()
    return number ?? SIGTERM
  }
}
