import GRDB

/// The changes that a transaction makes to the counts, written once at its end.
struct Tally {
  private var decisions = DecisionCounts()
  private var experts: [String: ExpertCounts] = [:]

  mutating func add(_ record: DecisionRecord) {
    switch record.action {
    case .predict: decisions.predicted += 1
    case .defer: decisions.deferred += 1
    }
    if let expert = record.expert { experts[expert, default: ExpertCounts()].assigned += 1 }
  }

  /// Counts an expert's label, given the outcome where it is known already.
  mutating func add(label: String, of expert: String, replacing previous: String?, outcome: String?) {
    if previous == nil {
      decisions.labels += 1
      experts[expert, default: ExpertCounts()].labels += 1
    }
    guard let outcome else { return }
    score(expert, label, outcome, replacing: previous.map { ($0, outcome) })
  }

  mutating func addFinished() {
    decisions.finished += 1
  }

  /// Scores a label against an outcome; `replacing` is the label and outcome it was scored by before.
  mutating func score(
    _ expert: String, _ label: String, _ outcome: String, replacing before: (label: String, outcome: String)?
  ) {
    var counts = experts[expert, default: ExpertCounts()]
    counts.scored += before == nil ? 1 : 0
    counts.correct += label == outcome ? 1 : 0
    if let before, before.label == before.outcome { counts.correct -= 1 }
    experts[expert] = counts
  }

  /// Adds everything to the stored counts, in the transaction that is open.
  func write(to db: Database) throws {
    if decisions != DecisionCounts() { try writeDecisions(db) }
    for (expert, counts) in experts where counts != ExpertCounts() { try write(counts, of: expert, db) }
  }

  private func writeDecisions(_ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        UPDATE decision_tally SET predicted = predicted + ?, deferred = deferred + ?, finished = finished + ?,
          labels = labels + ?
        """)
    try statement.execute(
      arguments: [decisions.predicted, decisions.deferred, decisions.finished, decisions.labels])
  }

  private func write(_ counts: ExpertCounts, of expert: String, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO expert_tally (expert, assigned, labels, scored, correct) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (expert) DO UPDATE SET assigned = assigned + excluded.assigned,
          labels = labels + excluded.labels, scored = scored + excluded.scored,
          correct = correct + excluded.correct
        """)
    try statement.execute(arguments: [expert, counts.assigned, counts.labels, counts.scored, counts.correct])
  }
}

extension Tally {
  static func decisionCounts(_ db: Database) throws -> DecisionCounts {
    var counts = DecisionCounts()
    let sql = "SELECT predicted, deferred, finished, labels FROM decision_tally"
    guard let row = try Row.fetchOne(db, sql: sql) else {
      throw StoreError.corrupt("decision_tally is empty")
    }
    counts.predicted = row[0]
    counts.deferred = row[1]
    counts.finished = row[2]
    counts.labels = row[3]
    return counts
  }

  static func expertCounts(_ db: Database) throws -> [String: ExpertCounts] {
    var experts: [String: ExpertCounts] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT expert, assigned, labels, scored, correct FROM expert_tally")
    while let row = try rows.next() {
      var counts = ExpertCounts()
      counts.assigned = row[1]
      counts.labels = row[2]
      counts.scored = row[3]
      counts.correct = row[4]
      experts[row[0]] = counts
    }
    return experts
  }
}
