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
  /// A tie goes to the chosen expert's label if it is among the tied, else to the label that came first.
  package static func of(_ stored: StoredDecision) -> String? {
    guard let chosen = stored.record.expert else { return stored.record.prediction }
    let asked = stored.labels.filter(\.asked)
    var votes: [String: Int] = [:]
    for label in asked { votes[label.label, default: 0] += 1 }
    guard let most = votes.values.max() else { return nil }
    let tied = asked.filter { votes[$0.label] == most }
    return (tied.first { $0.expert == chosen } ?? tied.first)?.label
  }
}
