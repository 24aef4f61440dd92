import LearningToDefer

/// All statistics fitted on the deferred calibration rows of one system.
struct FittedSets {
  private let calibration: ConformalCalibration
  private let everyone: ExpertSet
  private let alpha: Double

  /// The deferred rows that they were fitted on.
  var rows: Int { calibration.rows }

  init(_ outputs: SystemOutputs, alpha: Double) {
    self.alpha = alpha
    everyone = ExpertSet(all: outputs.estimator.experts)
    calibration = ConformalCalibration(
      logits: outputs.logits, correct: outputs.correct, estimator: outputs.estimator, pool: everyone.indices,
      alpha: alpha)
  }

  /// The set of one row.
  ///
  /// - Parameters:
  ///   - scores: As served `[J]`.
  ///   - probabilities: `P(m_j = y | x)` `[J]`.
  func set(
    _ statistic: SetStatistic, scores: UnsafeBufferPointer<Double>, probabilities: UnsafeBufferPointer<Double>
  ) -> ExpertSet {
    switch statistic {
    case .naive:
      ConformalSet.naive(
        probabilities: probabilities, threshold: calibration.naive.threshold(alpha: alpha),
        available: everyone)
    case .exact:
      ConformalSet.exact(
        scores: scores, threshold: calibration.exact.threshold(alpha: alpha), available: everyone)
    case .paper:
      ConformalSet.exact(
        scores: scores, threshold: calibration.exact.threshold(alpha: alpha), available: everyone)
    }
  }
}
