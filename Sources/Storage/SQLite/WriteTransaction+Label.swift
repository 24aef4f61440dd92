import GRDB

extension WriteTransaction {
  /// Stores a label unless the expert's last one says the same, or another and may not be replaced.
  mutating func store(_ record: LabelRecord, replace: Bool) throws -> WriteResult {
    guard let decision = try sequence(of: record.decision) else { return .notFound }
    let last = try lastLabel(decision, record.expert)
    if let last, last.label == record.label { return .unchanged }
    if let last, !replace { return .conflict(existing: last.label) }
    try insert(record, decision, replacing: last?.sequence)
    let outcome = try lastOutcome(decision)?.label
    tally.add(label: record.label, of: record.expert, replacing: last?.label, outcome: outcome)
    return last.map { .replaced(previous: $0.label) } ?? .created
  }

  private func lastLabel(_ decision: Int64, _ expert: String) throws -> (sequence: Int64, label: String)? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT sequence, label FROM label WHERE decision = ? AND expert = ? ORDER BY sequence DESC LIMIT 1
        """)
    return try Row.fetchOne(statement, arguments: [decision, expert]).map { ($0[0], $0[1]) }
  }

  private func insert(_ record: LabelRecord, _ decision: Int64, replacing previous: Int64?) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO label (decision, expert, label, seconds, asked, created_at, replaces)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      decision, record.expert, record.label, record.seconds, record.asked, record.createdAt, previous,
    ])
  }
}
