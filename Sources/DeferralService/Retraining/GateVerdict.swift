/// Holds what the gate found, for the training run and the version's metrics.
package struct GateVerdict: Sendable, Equatable {
  /// Rows with a truth that the models were compared on.
  package let rows: Int
  /// Those that both could be scored on.
  package let scored: Int
  /// Whether every expert's label is known on them.
  package let complete: Bool
  /// System accuracy of the serving model; nil when too few rows could be scored.
  package let champion: Double?
  /// System accuracy of the new model; nil when too few rows could be scored.
  package let challenger: Double?
  /// Whether the new model is promoted.
  package let promotes: Bool
  /// Why, in one sentence.
  package let reason: String

  init(_ score: GateScore, isComplete: Bool, promotes: Bool, reason: String) {
    self.init(
      rows: score.rows, scored: score.scored, complete: isComplete,
      champion: score.accuracy(score.champion), challenger: score.accuracy(score.challenger),
      promotes: promotes, reason: reason)
  }

  private init(
    rows: Int, scored: Int, complete: Bool, champion: Double?, challenger: Double?, promotes: Bool,
    reason: String
  ) {
    self.rows = rows
    self.scored = scored
    self.complete = complete
    self.champion = champion
    self.challenger = challenger
    self.promotes = promotes
    self.reason = reason
  }

  /// The same figures, but not promoted.
  package func withheld(_ reason: String) -> GateVerdict {
    GateVerdict(
      rows: rows, scored: scored, complete: complete, champion: champion, challenger: challenger,
      promotes: false, reason: reason)
  }
}
