import Foundation
import GRDB

/// The training runs and how they ended.
struct TrainingRunTable {
  let db: Database

  init(_ db: Database) {
    self.db = db
  }

  func all() throws -> [TrainingRunRecord] {
    try Row.fetchAll(db, sql: Self.columns + " ORDER BY sequence DESC").map(Self.record)
  }

  func run(_ id: DecisionID) throws -> TrainingRunRecord? {
    try Row.fetchOne(db, sql: Self.columns + " WHERE id = ?", arguments: [id.data]).map(Self.record)
  }

  func insert(_ record: TrainingRunRecord) throws {
    try db.execute(
      sql: """
        INSERT INTO training_run (id, state, reason, version, progress, metrics, created_at, started_at, finished_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        record.id.data, record.state.rawValue, record.reason, record.version, record.progress, record.metrics,
        record.createdAt, record.startedAt, record.finishedAt,
      ])
  }

  func update(_ record: TrainingRunRecord) throws {
    try db.execute(
      sql: """
        UPDATE training_run SET state = ?, reason = ?, version = ?, progress = ?, metrics = ?, started_at = ?,
          finished_at = ? WHERE id = ?
        """,
      arguments: [
        record.state.rawValue, record.reason, record.version, record.progress, record.metrics,
        record.startedAt,
        record.finishedAt, record.id.data,
      ])
    guard db.changesCount == 1 else { throw StoreError.notFound("training run \(record.id)") }
  }

  func failInterrupted(reason: String, at time: Int64) throws -> Int {
    try db.execute(
      sql: """
        UPDATE training_run SET state = 'failed', reason = ?, finished_at = ? WHERE state IN ('queued', 'running')
        """,
      arguments: [reason, time])
    return db.changesCount
  }

  private static let columns = """
    SELECT id, state, reason, version, progress, metrics, created_at, started_at, finished_at FROM training_run
    """

  private static func record(_ row: Row) throws -> TrainingRunRecord {
    guard let id = DecisionID(bytes: row[0] as Data), let state = TrainingRunState(rawValue: row[1]) else {
      throw StoreError.corrupt("a training run has no valid id, or the unknown state \(row[1] as String)")
    }
    return TrainingRunRecord(
      id: id, state: state, reason: row[2], version: row[3], progress: row[4], metrics: row[5],
      createdAt: row[6],
      startedAt: row[7], finishedAt: row[8])
  }
}
