import Foundation
import Storage

/// Opens what the service keeps on disk: the lock, the database and the secrets of this installation.
///
/// ```
/// deferral.sqlite   decisions, labels, outcomes, versions, training runs
/// models/1, 2, ...  each version's bundle
/// rows/             the rows that the first model was trained from
/// lock              held while a process serves from here
/// ```
struct DataDirectory {
  let lock: DirectoryLock
  let store: any Store
  /// Secret key of the audit draw, made at the first start.
  let auditKey: [UInt8]

  /// Opens the directory of `settings`, making it if it is not there.
  static func open(_ settings: Settings) throws(ServiceError) -> DataDirectory {
    let path = settings.dataDirectory
    do {
      try FileManager.default.createDirectory(
        atPath: "\(path)/models", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .unexpected("the data directory \(path) cannot be made; check the path and its permissions")
    }
    do {
      let lock = try DirectoryLock(path: path)
      let store = try SQLiteStore(path: "\(path)/deferral.sqlite", durability: settings.durability)
      try store.failInterruptedRuns(reason: "the service stopped before the run ended", at: Timestamp.now())
      return DataDirectory(lock: lock, store: store, auditKey: try auditKey(in: store))
    } catch {
      throw .store(error)
    }
  }

  private static func auditKey(in store: any Store) throws(StoreError) -> [UInt8] {
    if let text = try store.setting("audit_key") { return Array(text.utf8) }
    var generator = SystemRandomNumberGenerator()
    let text = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined()
    try store.setSetting("audit_key", text)
    return Array(text.utf8)
  }
}
