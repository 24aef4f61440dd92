/// Holds what the gate found, for the training run and the version's metrics.
package struct GateVerdict: Sendable, Equatable {
  /// Rows with a truth that the models were compared on.
  package let rows: Int
  /// Those that both could be scored on.
  package let scored: Int
  /// Rows left out because they overflow both models' networks.
  package internal(set) var overflowing = 0
  /// Whether every expert's label is known on them.
  package let complete: Bool
  /// System accuracy of the serving model; nil when no row could be scored.
  package let champion: Double?
  /// System accuracy of the new model; nil when no row could be scored.
  package let challenger: Double?
  /// Whether the new model is promoted.
  package private(set) var promotes: Bool
  /// Why, in one sentence.
  package private(set) var reason: String

  init(_ score: GateScore, isComplete: Bool, promotes: Bool, reason: String) {
    rows = score.rows
    scored = score.scored
    complete = isComplete
    champion = score.accuracy(score.champion)
    challenger = score.accuracy(score.challenger)
    self.promotes = promotes
    self.reason = reason
  }

  /// The same figures, but not promoted.
  func withheld(_ reason: String) -> GateVerdict {
    var verdict = self
    (verdict.promotes, verdict.reason) = (false, reason)
    return verdict
  }
}
