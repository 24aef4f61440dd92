/// What is fitted on the calibration fold of one model: its maps where they are wanted, and its conformal sets.
package struct ModelCalibration: Sendable {
  /// The maps; nil where none are wanted.
  package let choices: MapChoices?
  /// The conformal sets, on mapped values where there are maps; nil without a complete row.
  package let conformal: ConformalCalibration?

  /// Fits both.
  ///
  /// Where maps are wanted, half of the rows (`CalibrationHalf`) fit them and the other half the sets, whose guarantee needs rows that the
  /// maps have not seen; else all rows fit the sets. A classifier alone has no sets: all rows fit its map.
  ///
  /// - Parameters:
  ///   - rows: The calibration fold: rows that the network was not trained on, and whose labels no policy chose.
  ///   - alpha: The error rate that is served unless a request wishes another.
  /// - Complexity: O(rows · (parameters + J log rows)).
  package init(
    network: Network, estimator: CorrectnessEstimator, examples: Examples, rows: [Int], alpha: Double,
    wantsMaps: Bool
  ) {
    let halves = Dictionary(grouping: rows) { row in
      wantsMaps && (!estimator.defers || CalibrationHalf.fitsMaps(examples.groups[row]))
    }
    choices =
      wantsMaps
      ? MapChoices(network: network, estimator: estimator, examples: examples, rows: halves[true] ?? []) : nil
    var mapped = CorrectnessEstimator(
      surrogate: estimator.surrogate, classes: estimator.classes, experts: estimator.experts,
      maps: choices?.maps)
    mapped.priors = estimator.priors
    conformal = ConformalCalibration.fit(
      network: network, estimator: mapped, examples: examples, rows: halves[false] ?? [], alpha: alpha)
  }
}
