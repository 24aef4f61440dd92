import Foundation
import GRDB

/// Reads decisions with their labels and outcomes.
struct DecisionReader {
  let db: Database

  init(_ db: Database) {
    self.db = db
  }

  /// The decision with this id; nil when there is none.
  func decision(_ id: DecisionID) throws -> StoredDecision? {
    let statement = try db.cachedStatement(sql: Self.columns + " WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [id.data]).map(stored)
  }

  /// Decisions in the order of storing, with the place to go on from.
  typealias Page = (decisions: [StoredDecision], last: Int64?)

  /// A page of decisions that have an outcome.
  func finishedDecisions(after sequence: Int64, limit: Int) throws -> Page {
    let finished = try db.cachedStatement(
      sql: """
        SELECT decision FROM outcome WHERE replaces IS NULL AND decision > ? ORDER BY decision LIMIT ?
        """)
    return try page(Int64.fetchAll(finished, arguments: [sequence, limit]))
  }

  /// A page of decisions without an outcome that at least so many of the experts asked have labelled.
  func unsettledDecisions(labels: Int, after sequence: Int64, limit: Int) throws -> Page {
    let unsettled = try db.cachedStatement(
      sql: """
        SELECT decision FROM label
        WHERE replaces IS NULL AND asked = 1 AND decision > ?
          AND NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.decision = label.decision)
        GROUP BY decision HAVING count(*) >= ? ORDER BY decision LIMIT ?
        """)
    return try page(Int64.fetchAll(unsettled, arguments: [sequence, labels, limit]))
  }

  private func page(_ sequences: [Int64]) throws -> Page {
    let byNumber = try db.cachedStatement(sql: Self.columns + " WHERE sequence = ?")
    let decisions = try sequences.compactMap { try Row.fetchOne(byNumber, arguments: [$0]).map(stored) }
    return (decisions, sequences.last)
  }

  /// Counts labels by their creation time.
  func labelCount(since time: Int64) throws -> Int {
    let statement = try db.cachedStatement(sql: "SELECT count(*) FROM label WHERE created_at >= ?")
    return try Int.fetchOne(statement, arguments: [time]) ?? 0
  }

  private static let columns = """
    SELECT sequence, id, created_at, model_version, action, expert, prediction, propensity, audit, asked_pool,
      priority, traceparent, logits, answer, metadata, features, class_probabilities, text
    FROM decision
    """

  private func stored(_ row: Row) throws -> StoredDecision {
    let record = try Self.record(row)
    let sequence: Int64 = row[0]
    return StoredDecision(
      record: record, labelHistory: try labels(sequence, record.id),
      outcomeHistory: try outcomes(sequence, record.id))
  }

  private static func record(_ row: Row) throws -> DecisionRecord {
    guard let id = DecisionID(bytes: row[1] as Data), let action = DecisionAction(rawValue: row[4]) else {
      throw StoreError.corrupt("decision row \(row[0] as Int64) has no valid id or action")
    }
    return DecisionRecord(
      id: id, createdAt: row[2], modelVersion: row[3], action: action, expert: row[5], prediction: row[6],
      features: [UInt8](row[15] as Data), text: (row[17] as Data?).map { [UInt8]($0) },
      classProbabilities: row[16], logits: [UInt8](row[12] as Data), answer: [UInt8](row[13] as Data),
      propensity: row[7], audit: row[8], askedPool: NameList.names(row[9]), priority: row[10],
      metadata: row[14],
      traceparent: row[11])
  }

  private func labels(_ sequence: Int64, _ id: DecisionID) throws -> [StoredLabel] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT sequence, expert, label, seconds, asked, created_at, replaces FROM label
        WHERE decision = ? ORDER BY sequence
        """)
    var numbers: [Int64: Int] = [:]
    return try Row.fetchAll(statement, arguments: [sequence]).map { row in
      let number = numbers.count + 1
      numbers[row[0]] = number
      let record = LabelRecord(
        decision: id, expert: row[1], label: row[2], seconds: row[3], asked: row[4], createdAt: row[5])
      return StoredLabel(number: number, record: record, replaces: (row[6] as Int64?).flatMap { numbers[$0] })
    }
  }

  private func outcomes(_ sequence: Int64, _ id: DecisionID) throws -> [OutcomeRecord] {
    let statement = try db.cachedStatement(
      sql: "SELECT label, source, created_at FROM outcome WHERE decision = ? ORDER BY sequence")
    return try Row.fetchAll(statement, arguments: [sequence]).map {
      OutcomeRecord(decision: id, label: $0[0], source: $0[1], createdAt: $0[2])
    }
  }
}
