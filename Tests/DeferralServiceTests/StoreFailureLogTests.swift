import DeferralService
import Logging
import Synchronization
import Testing

@Suite struct StoreFailureLogTests {
  @Test func `failures are logged once in ten seconds, with their number`() {
    let lines = LogLines()
    let log = StoreFailureLog(logger: Logger(label: "test") { _ in lines })
    let start = ContinuousClock.now
    for second in [0, 1, 9, 10, 11, 20] { log.report(.full("/data"), at: start + .seconds(second)) }
    #expect(lines.failures == ["1", "3", "2"])
  }
}

/// Keeps the `failures` of each line.
private final class LogLines: LogHandler {
  private let kept = Mutex<[String]>([])

  var failures: [String] { kept.withLock { $0 } }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  subscript(metadataKey _: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    kept.withLock { $0.append(event.metadata?["failures"].map { "\($0)" } ?? "") }
  }
}
