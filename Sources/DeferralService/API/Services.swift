import Dispatch
import HTTPServer
import Logging
import Storage

/// Holds what every loop's endpoints share.
struct Services: Sendable {
  let settings: Settings
  let store: any Store
  let registry: ModelRegistry
  let retrainer: Retrainer
  let feedback: FeedbackIntake
  let audit: AuditRule
  let readiness: Readiness
  let logger: Logger
  /// Logs failed reads and writes.
  let storeFailures: StoreFailureLog
  /// Made before the first request, which would wait while it is compressed.
  let specification = ReportEndpoint.specification
  /// Queues for what blocks, so that no loop waits for the disk.
  let readers: [DispatchQueue]

  /// Queues that block for the store at once.
  static let readerCount = 4

  static func makeReaders() -> [DispatchQueue] {
    (0..<readerCount).map { DispatchQueue(label: "deferral.reader.\($0)") }
  }
}
