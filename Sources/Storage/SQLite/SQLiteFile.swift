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
    /// A failure closed it; the next transaction tries to open it again.
    case failed(StoreError)
    case closed
  }

  private static let readers = 4
  private static let busySeconds = 10.0
  /// The write-ahead log is cut back to this size when it has been larger.
  private static let logBytes = 64 << 20

  private let path: String
  private let durability: Durability
  private let state: Mutex<State>

  /// Opens or creates the file, checks it and brings its tables up to date.
  init(path: String, durability: Durability) throws(StoreError) {
    self.path = path
    self.durability = durability
    state = Mutex(.open(try Self.open(path: path, durability: durability)))
  }

  /// Runs `body` on one of the readers, in a transaction of its own that sees one moment.
  func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    let pool = try state.withLock { (state) throws(StoreError) in try state.pool }
    do { return try pool.read(body) } catch { throw StoreError(error) }
  }

  /// Runs `body` in a transaction and commits; whatever fails, nothing of it is kept.
  ///
  /// Only the writer's queue may call it. After a failed write or sync the connection's idea of the file can no longer
  /// be trusted, so the file is opened and checked afresh before anything else is written.
  func transaction<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    let pool = try usablePool()
    do {
      return try pool.write(body)
    } catch {
      let failure = StoreError(error)
      if failure.distrustsTheFile { reopen(after: failure) }
      throw failure
    }
  }

  /// Folds the log into the file and closes every connection.
  func close() {
    // The readers leave last and may not write, so SQLite's own folding at the end never happens. Should this one fail,
    // nothing is lost: the log is read at the next start.
    if let pool = try? state.withLock({ try $0.pool }) {
      _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
    take(leaving: .closed)
  }

  private func usablePool() throws(StoreError) -> DatabasePool {
    if case .failed(let failure) = state.withLock({ $0 }) { reopen(after: failure) }
    return try state.withLock { (state) throws(StoreError) in try state.pool }
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

  private func reopen(after failure: StoreError) {
    take(leaving: .failed(failure))
    do throws(StoreError) {
      let pool = try Self.open(path: path, durability: durability)
      state.withLock { $0 = .open(pool) }
    } catch {
      state.withLock { $0 = .failed(error) }
    }
  }
}

extension SQLiteFile.State {
  fileprivate var pool: DatabasePool {
    get throws(StoreError) {
      switch self {
      case .open(let pool): return pool
      case .failed(let error): throw error
      case .closed: throw .closed
      }
    }
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
