extension ConformalCalibration {
  /// The calibration of a team with one more expert, last; the pool of the guarantee stays as it was.
  ///
  /// The curves are refitted on the calibration's own rows: with the new expert other rows may be deferred.
  ///
  /// - Parameter estimator: The new team's, with the new expert's prior.
  /// - Returns: Nil without calibration rows.
  package func addingExpert(_ estimator: CorrectnessEstimator) -> ConformalCalibration? {
    guard let rows = calibrationRows, rows.count > 0 else { return nil }
    let (width, experts) = (estimator.width, estimator.experts)
    let oldWidth = rows.logits.count / rows.count
    var logits: [Float] = []
    var correct: [Bool] = []
    for row in 0..<rows.count {
      logits += rows.logits[row * oldWidth..<(row + 1) * oldWidth]
      logits += [Float](repeating: 0, count: width - oldWidth)
      correct += rows.correct[row * (experts - 1)..<(row + 1) * (experts - 1)] + [false]
    }
    logits.withUnsafeMutableBufferPointer { all in
      for row in 0..<rows.count {
        estimator.writePriors(
          into: UnsafeMutableBufferPointer(rebasing: all[row * width..<(row + 1) * width]))
      }
    }
    return ConformalCalibration(
      logits: logits, correct: correct, estimator: estimator, pool: pool, alpha: alpha)
  }

  /// The calibration of a team without one of its experts, refitted on the calibration's own rows.
  ///
  /// - Parameters:
  ///   - expert: The index in the team as it was.
  ///   - estimator: The new team's.
  /// - Returns: Nil without calibration rows, or where nobody is left in the pool.
  package func removingExpert(_ expert: Int, _ estimator: CorrectnessEstimator) -> ConformalCalibration? {
    let left = pool.filter { $0 != expert }.map { $0 > expert ? $0 - 1 : $0 }
    guard let rows = calibrationRows, rows.count > 0, !left.isEmpty else { return nil }
    let oldWidth = rows.logits.count / rows.count
    let column = estimator.firstExpert.map { $0 + expert }
    let logits = rows.logits.indices.filter { $0 % oldWidth != column }.map { rows.logits[$0] }
    let correct = rows.correct.indices.filter { $0 % (estimator.experts + 1) != expert }
      .map { rows.correct[$0] }
    return ConformalCalibration(
      logits: logits, correct: correct, estimator: estimator, pool: left, alpha: alpha)
  }
}
