/// What a bundle keeps of its calibration.
package struct ConformalCalibration: Sendable, Equatable {
  /// The deferred rows that the sets were fitted on, n.
  package let rows: Int
  /// Those of them where nobody in the pool is right.
  package let rowsWithoutCorrectExpert: Int
  /// The error rate that is served unless a request wishes another.
  package let alpha: Double
  /// The indices of the experts that every row was asked of, ascending.
  package let pool: [Int]
  /// The statistic that is served.
  package let exact: ExactConformal
  /// The paper's first statistic, for comparison.
  package let naive: NaiveConformal
  /// The rows themselves; nil in a bundle that was made elsewhere.
  package let calibrationRows: CalibrationRows?

  /// Keeps a calibration that was fitted before.
  package init(
    rows: Int, rowsWithoutCorrectExpert: Int, alpha: Double, pool: [Int], exact: ExactConformal,
    naive: NaiveConformal, calibrationRows: CalibrationRows?
  ) {
    self.rows = rows
    self.rowsWithoutCorrectExpert = rowsWithoutCorrectExpert
    self.alpha = alpha
    self.pool = pool
    self.exact = exact
    self.naive = naive
    self.calibrationRows = calibrationRows
  }

  /// Fits both statistics on the rows that the model defers with everyone available.
  ///
  /// - Parameters:
  ///   - logits: The model's outputs `[n, estimator.width]` on complete rows of the conformal fold, deferred or not.
  ///   - correct: Whether each expert is right `[n, J]`; columns outside the pool are not looked at.
  ///   - pool: The experts that every row was asked of, at least one.
  /// - Complexity: O(n (K + J) + n P log(n P)) for a pool of P.
  package init(
    logits: [Float], correct: [Bool], estimator: CorrectnessEstimator, pool: [Int], alpha: Double
  ) {
    precondition(!pool.isEmpty, "a calibration has at least one expert")
    let count = logits.count / estimator.width
    let kept = CalibrationRows(logits: logits, correct: correct, count: count)
    let members = ExpertSet(pool, of: estimator.experts)
    let deferred = kept.deferred(
      available: ExpertSet(all: estimator.experts), pool: members, estimator: estimator)
    self.init(
      rows: deferred.count, rowsWithoutCorrectExpert: deferred.withoutCorrectExpert, alpha: alpha,
      pool: members.indices,
      exact: ExactConformal(scores: deferred.scores, correct: deferred.correct, experts: deferred.experts),
      naive: NaiveConformal(
        scores: deferred.probabilities, correct: deferred.correct, experts: deferred.experts),
      calibrationRows: kept)
  }

  /// Refits the exact statistic for a reduced set of experts, over the rows deferred with that set.
  ///
  /// - Returns: Nil without calibration rows, or if nobody available is in the pool.
  /// - Complexity: As for fitting; the caller keeps the result by subset.
  package func exact(availableExperts: ExpertSet, estimator: CorrectnessEstimator) -> ExactConformal? {
    let members = ExpertSet(pool, of: estimator.experts).intersection(availableExperts)
    guard let calibrationRows, !members.isEmpty else { return nil }
    let deferred = calibrationRows.deferred(
      available: availableExperts, pool: members, estimator: estimator)
    return ExactConformal(
      scores: deferred.scores, correct: deferred.correct, experts: deferred.experts)
  }
}
