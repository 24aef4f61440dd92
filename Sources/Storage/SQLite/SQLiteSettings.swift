import GRDB

/// What the writing connection really runs with, read back from SQLite.
package struct SQLiteSettings: Sendable, Equatable {
  /// `wal` wherever the file system can share memory.
  package let journalMode: String
  /// 2 is FULL, 1 is NORMAL.
  package let synchronous: Int
  /// Whether references between tables are enforced.
  package let foreignKeys: Bool

  init(_ db: Database) throws {
    journalMode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
    synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0
    foreignKeys = try Bool.fetchOne(db, sql: "PRAGMA foreign_keys") ?? false
  }
}
