import Formats
import LearningToDefer
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
    // One label needs no weights, which are only in the answer's JSON.
    let correctness = asked.count > 1 ? correctness(in: stored.record.answer) : nil
    return MajorityVote.of(
      asked.map { (label: $0.label, weight: correctness?[$0.expert]?.number ?? 0) })
  }

  private static func correctness(in answer: [UInt8]) -> JSONValue? {
    do { return try JSONValue.parse(answer)["expert_correctness"] } catch { return nil }
  }
}
