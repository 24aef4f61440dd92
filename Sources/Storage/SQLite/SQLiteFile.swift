import GRDB
import Glibc
import Synchronization

/// How much a commit survives.
package enum Durability: String, Sendable, CaseIterable {
  /// Power loss: every commit waits until the disk has it.
  case full
  /// `kill -9` of the process; a power cut may lose the last commits.
  case process
}

/// The open database file: one writing connection, a few readers, reopened after a failure.
final class SQLiteFile: Sendable {
  fileprivate enum State {
    case open(DatabasePool)
    /// A failure closed it; the next one who needs it opens it again.
    case failed
    case closed
  }

  private static let readers = 4
  private static let busySeconds = 10.0
  /// The write-ahead log is cut back to this size when it has been larger.
  private static let logBytes = 64 << 20

  private let path: String
  private let durability: Durability
  private let state: Mutex<State>
  private let opening = Mutex(())

  /// Opens or creates the file, checks it and brings its tables up to date.
  init(path: String, durability: Durability) throws(StoreError) {
    self.path = path
    self.durability = durability
    state = Mutex(.open(try Self.open(path: path, durability: durability)))
  }

  /// Runs `body` on one of the readers, in a transaction of its own that sees one moment.
  func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    let pool = try usablePool()
    do { return try pool.read(body) } catch { throw StoreError(error) }
  }

  /// Runs `body` in a transaction and commits; whatever fails, nothing of it is kept.
  ///
  /// Only the writer's queue may call it. After a failed write or sync the connection's idea of the file can no longer
  /// be trusted, so the file is opened and checked afresh before anything else is done with it.
  func transaction<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    let pool = try usablePool()
    do {
      return try pool.write(body)
    } catch {
      let failure = StoreError(error)
      if failure.distrustsTheFile { take(leaving: .failed) }
      throw failure
    }
  }

  /// Folds the log into the file and closes every connection.
  func close() {
    // The readers leave last and may not write, so SQLite's own folding at the end never happens. Should this one fail,
    // nothing is lost: the log is read at the next start.
    if let pool = try? openPool() {
      _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
    take(leaving: .closed)
  }

  /// The open pool; after a failure it opens the file afresh, whoever comes first.
  private func usablePool() throws(StoreError) -> DatabasePool {
    if let pool = try openPool() { return pool }
    return try opening.withLock { _ throws(StoreError) in
      if let pool = try openPool() { return pool }
      let pool = try Self.open(path: path, durability: durability)
      state.withLock { if case .failed = $0 { $0 = .open(pool) } }
      return pool
    }
  }

  private func openPool() throws(StoreError) -> DatabasePool? {
    switch state.withLock(\.self) {
    case .open(let pool): return pool
    case .failed: return nil
    case .closed: throw .closed
    }
  }

  private func take(leaving next: State) {
    let pool = state.withLock { state -> DatabasePool? in
      defer { state = next }
      guard case .open(let pool) = state else { return nil }
      return pool
    }
    // Should a reader still be busy, its connection closes when it ends.
    try? pool?.close()
  }
}

extension SQLiteFile {
  private static func open(path: String, durability: Durability) throws(StoreError) -> DatabasePool {
    do {
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { try prepare($0, durability) }
      guard try !pool.read(SQLiteSchema.migrator.hasBeenSuperseded) else {
        throw StoreError.newerSchema(path: path)
      }
      try SQLiteSchema.migrator.migrate(pool)
      try syncDirectory(of: path)
      return pool
    } catch {
      throw StoreError(error)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "deferral.store"
    configuration.maximumReaderCount = readers
    configuration.busyMode = .timeout(busySeconds)
    configuration.foreignKeysEnabled = true
    return configuration
  }

  private static func prepare(_ db: Database, _ durability: Durability) throws {
    // A pool sets NORMAL when it turns the log on, so FULL has to come after it.
    try db.execute(sql: "PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL")")
    try db.execute(sql: "PRAGMA journal_size_limit = \(logBytes)")
    let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
    guard verdict == "ok" else { throw StoreError.corrupt(verdict ?? "no answer from quick_check") }
    // After a failed sync the kernel may take pages of the log for written that are not. Later commits must not stand
    // behind those, so whatever the log holds is written and synced into the file, and the log begins anew.
    try db.checkpoint(.truncate)
  }

  /// A file that was just created exists after a power cut only if its directory was synced too.
  private static func syncDirectory(of path: String) throws(StoreError) {
    let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    let descriptor = Glibc.open(
      path.contains("/") ? directory + "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .inputOutput("open \(directory): \(String(cString: strerror(errno)))")
    }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .inputOutput("fsync \(directory): \(String(cString: strerror(errno)))")
    }
  }
}
