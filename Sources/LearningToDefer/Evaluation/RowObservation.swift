/// What an evaluation saw on one row.
package struct RowObservation: Sendable {
  /// The row's number in the examples.
  package let row: Int
  /// Who decides.
  package let maker: DecisionMaker
  /// What that answer is worth.
  package let outcome: RowOutcome
  /// The served scores that sets are cut by `[J]`.
  package let scores: [Double]
  /// Whether each expert is right: 1, 0 or -1 `[J]`.
  package let correct: [Int8]

  /// Joins what was seen.
  package init(row: Int, maker: DecisionMaker, outcome: RowOutcome, scores: [Double], correct: [Int8]) {
    self.row = row
    self.maker = maker
    self.outcome = outcome
    self.scores = scores
    self.correct = correct
  }
}
