import Foundation
import GRDB

extension WriteTransaction {
  /// Stores a decision and its key together, or answers by the key.
  mutating func store(_ record: DecisionRecord, _ key: IdempotencyRecord?) throws -> WriteResult {
    latest = max(latest, record.createdAt)
    guard let key else {
      try insert(record)
      tally.add(record)
      return .created
    }
    if let answered = try answer(to: key, at: record.createdAt) { return answered }
    try db.inSavepoint {
      try insert(record)
      try insert(key, of: db.lastInsertedRowID)
      return .commit
    }
    tally.add(record)
    addedKeys += 1
    return .created
  }

  /// Deletes expired keys, at most two for each one added, so that no transaction pays for a whole day's.
  func forgetExpiredKeys() throws {
    guard addedKeys > 0 else { return }
    let statement = try db.cachedStatement(
      sql: """
        DELETE FROM idempotency_key WHERE sequence IN
          (SELECT sequence FROM idempotency_key WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
        """)
    try statement.execute(arguments: [latest, 2 * addedKeys])
  }

  /// What a key that was used before answers; nil when it is new or was just forgotten.
  private func answer(to key: IdempotencyRecord, at time: Int64) throws -> WriteResult? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT k.sequence, k.expires_at, k.body_sha256, d.answer
        FROM idempotency_key AS k JOIN decision AS d ON d.sequence = k.decision
        WHERE k.scope = ? AND k.key = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [key.scope, key.key]) else { return nil }
    let expiresAt: Int64 = row[1]
    guard expiresAt > time else {
      try db.cachedStatement(sql: "DELETE FROM idempotency_key WHERE sequence = ?")
        .execute(arguments: [row[0] as Int64])
      return nil
    }
    guard (row[2] as Data) == Data(key.bodySHA256) else { return .keyReused }
    return .replayed(answer: [UInt8](row[3] as Data))
  }

  private func insert(_ record: DecisionRecord) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO decision (id, created_at, model_version, action, expert, prediction, propensity, audit,
          asked_pool, priority, traceparent, logits, answer, metadata, features,
          class_probabilities, text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      record.id.data, record.createdAt, record.modelVersion, record.action.rawValue, record.expert,
      record.prediction, record.propensity, record.audit, try NameList.text(record.askedPool),
      record.priority,
      record.traceparent, Data(record.logits), Data(record.answer), record.metadata, Data(record.features),
      record.classProbabilities, record.text.map { Data($0) },
    ])
  }

  private func insert(_ key: IdempotencyRecord, of decision: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO idempotency_key (scope, key, body_sha256, expires_at, decision) VALUES (?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [key.scope, key.key, Data(key.bodySHA256), key.expiresAt, decision])
  }
}

extension DecisionID {
  /// The id as the database keeps it.
  var data: Data { Data(bytes) }
}

/// A list of names in one text column, one a line.
enum NameList {
  static func text(_ names: [String]) throws(StoreError) -> String {
    guard names.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: "\n")) }) else {
      throw .constraint("a name is empty or holds a line break")
    }
    return names.joined(separator: "\n")
  }

  static func names(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }
}
