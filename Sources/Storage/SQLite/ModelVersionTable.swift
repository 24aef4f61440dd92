import GRDB

/// The model versions, numbered without gaps; at most one is active.
struct ModelVersionTable {
  let db: Database

  init(_ db: Database) {
    self.db = db
  }

  func all() throws -> [ModelVersionRecord] {
    let sql = """
      SELECT version, state, source_version, parent, reason, metrics, created_at FROM model_version ORDER BY version
      """
    return try Row.fetchAll(db, sql: sql).map(Self.record)
  }

  func next() throws -> Int {
    try Int.fetchOne(db, sql: "SELECT coalesce(max(version), 0) + 1 FROM model_version") ?? 1
  }

  func insert(_ record: ModelVersionRecord) throws {
    let next = try next()
    guard record.version == next else {
      throw StoreError.constraint("the next model version is \(next), not \(record.version)")
    }
    guard record.state != .active else {
      throw StoreError.constraint("model version \(record.version) must be stored before it is made active")
    }
    try db.execute(
      sql: """
        INSERT INTO model_version (version, state, source_version, parent, reason, metrics, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        record.version, record.state.rawValue, record.sourceVersion, record.parent, record.reason,
        record.metrics,
        record.createdAt,
      ])
  }

  /// The old active version is retired first: the schema never lets two be active.
  func activate(_ version: Int) throws {
    try db.execute(
      sql: "UPDATE model_version SET state = 'retired' WHERE state = 'active' AND version <> ?",
      arguments: [version])
    try db.execute(sql: "UPDATE model_version SET state = 'active' WHERE version = ?", arguments: [version])
    guard db.changesCount == 1 else { throw StoreError.notFound("model version \(version)") }
  }

  func update(_ record: ModelVersionRecord) throws {
    let sql = "SELECT state = 'active' FROM model_version WHERE version = ?"
    guard let isActive = try Bool.fetchOne(db, sql: sql, arguments: [record.version]) else {
      throw StoreError.notFound("model version \(record.version)")
    }
    guard isActive == (record.state == .active) else {
      throw StoreError.constraint("an update cannot change which model version is active")
    }
    try db.execute(
      sql: "UPDATE model_version SET state = ?, reason = ?, metrics = ? WHERE version = ?",
      arguments: [record.state.rawValue, record.reason, record.metrics, record.version])
  }

  private static func record(_ row: Row) throws -> ModelVersionRecord {
    guard let state = ModelState(rawValue: row[1]) else {
      throw StoreError.corrupt("model version \(row[0] as Int) has the unknown state \(row[1] as String)")
    }
    return ModelVersionRecord(
      version: row[0], state: state, sourceVersion: row[2], parent: row[3], reason: row[4], metrics: row[5],
      createdAt: row[6])
  }
}
