import GRDB

extension WriteTransaction {
  /// Stores an outcome unless the last one says the same, by the same source.
  mutating func store(_ record: OutcomeRecord) throws -> WriteResult {
    guard let decision = try sequence(of: record.decision) else { return .notFound }
    let last = try lastOutcome(decision)
    if let last, last.label == record.label, last.source == record.source { return .unchanged }
    try insert(record, decision, replacing: last?.sequence)
    if last == nil { tally.addFinished() }
    for (expert, label) in try currentLabels(decision) {
      tally.score(expert, label, record.label, replacing: last.map { (label, $0.label) })
    }
    return last.map { .replaced(previous: $0.label) } ?? .created
  }

  /// The outcome that counts; nil while the truth is unknown.
  func lastOutcome(_ decision: Int64) throws -> (sequence: Int64, label: String, source: String?)? {
    let statement = try db.cachedStatement(
      sql: "SELECT sequence, label, source FROM outcome WHERE decision = ? ORDER BY sequence DESC LIMIT 1")
    return try Row.fetchOne(statement, arguments: [decision]).map { ($0[0], $0[1], $0[2]) }
  }

  private func currentLabels(_ decision: Int64) throws -> [(expert: String, label: String)] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT expert, label FROM label AS this WHERE decision = ?
          AND NOT EXISTS (SELECT 1 FROM label AS later WHERE later.replaces = this.sequence)
        """)
    return try Row.fetchAll(statement, arguments: [decision]).map { ($0[0], $0[1]) }
  }

  private func insert(_ record: OutcomeRecord, _ decision: Int64, replacing previous: Int64?) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO outcome (decision, label, source, created_at, replaces) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(arguments: [decision, record.label, record.source, record.createdAt, previous])
  }
}
