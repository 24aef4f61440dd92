import Formats
import Storage

/// Names how far a decision has come.
package enum DecisionState: String, Sendable {
  /// Deferred, and the asked expert has not answered yet.
  case open
  /// Answered by the classifier, or by an asked expert.
  case answered
  /// Has an outcome.
  case finished
}

/// Draws the team's answer from the labels of a decision.
package enum TeamAnswer {
  /// State of a decision.
  package static func state(of stored: StoredDecision) -> DecisionState {
    if stored.outcome != nil { return .finished }
    return of(stored) == nil ? .open : .answered
  }

  /// Returns what the system answers: the classifier's class where it decided, else the majority of the asked
  /// experts' labels; nil while none of them has answered.
  ///
  /// A tie goes to the tied label with the highest summed P(m_j = y | x), as the decision estimated it.
  package static func of(_ stored: StoredDecision) -> String? {
    guard stored.record.expert != nil else { return stored.record.prediction }
    let asked = stored.labels.filter(\.asked)
    let votes = Dictionary(grouping: asked, by: \.label)
    guard let most = votes.values.map(\.count).max() else { return nil }
    let tied = votes.filter { $0.value.count == most }
    guard tied.count > 1 else { return tied.keys.first }
    let correctness = correctness(in: stored.record.answer)
    let sums = tied.mapValues { labels in labels.reduce(0) { $0 + (correctness?[$1.expert]?.number ?? 0) } }
    return sums.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  private static func correctness(in answer: [UInt8]) -> JSONValue? {
    do { return try JSONValue.parse(answer)["expert_correctness"] } catch { return nil }
  }
}
