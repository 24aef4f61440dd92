import GRDB

/// One group commit's writes, each judged by itself.
///
/// What a write may do is decided by queries before it changes anything, so a conflict costs its neighbours nothing. A
/// row that the schema refuses undoes its own statement only; anything worse ends the transaction by throwing.
struct WriteTransaction {
  let db: Database
  var tally = Tally()
  /// Idempotency keys added so far, and the latest time seen: they pay for forgetting expired ones.
  var addedKeys = 0
  var latest = Int64.min

  init(_ db: Database) {
    self.db = db
  }

  /// Stores the writes in order and answers each.
  ///
  /// Throws when the whole transaction must be rolled back.
  static func apply(_ writes: [StoreWrite], to db: Database) throws -> [WriteResult] {
    var transaction = WriteTransaction(db)
    let results = try writes.map { try transaction.apply($0) }
    try transaction.forgetExpiredKeys()
    try transaction.tally.write(to: db)
    return results
  }

  private mutating func apply(_ write: StoreWrite) throws -> WriteResult {
    do {
      switch write {
      case .decision(let record, let key): return try store(record, key)
      case .label(let record, let replace): return try store(record, replace: replace)
      case .outcome(let record): return try store(record)
      }
    } catch {
      let failure = StoreError(error)
      guard failure.concernsOneRow else { throw failure }
      return .failed(failure)
    }
  }

  /// The row number of a decision; nil when there is none.
  func sequence(of id: DecisionID) throws -> Int64? {
    let statement = try db.cachedStatement(sql: "SELECT sequence FROM decision WHERE id = ?")
    return try Int64.fetchOne(statement, arguments: [id.data])
  }
}
