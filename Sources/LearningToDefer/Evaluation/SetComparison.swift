/// How the sets of the three statistics fare on the same rows: deferred ones that everybody in the pool labelled.
package struct SetComparison: Sendable {
  /// One statistic's figures; a figure without rows is nil.
  package struct Figures: Sendable, Equatable {
    /// `exact`, `naive` or `paper`.
    package let statistic: String
    /// The mean number of experts in a set.
    package let meanSetSize: Double?
    /// The mean share of correct experts left out, 0 where nobody is right.
    package let falseNegativeRate: Double?
    /// The share of rows where some correct expert is left out, of those that have one.
    package let missRate: Double?
    /// The share of rows where the majority vote of the set is right; the classifier answers for an empty set.
    package let voteAccuracy: Double?
  }

  /// The rows that the figures are over.
  package let rows: Int
  /// The statistics' figures: exact, naive, paper.
  package let figures: [Figures]
  /// The paper's statistic as it was fitted on the calibration's rows; nil where a bundle does not have them.
  package let paper: PaperConformal?

  /// Cuts the sets of every row by each statistic.
  ///
  /// - Parameters:
  ///   - conformal: What the statistics are fitted on.
  ///   - rows: Indices into `examples`.
  /// - Complexity: O(rows · (parameters + J log J)).
  package init(
    network: Network, estimator: CorrectnessEstimator, conformal: ConformalCalibration, examples: Examples,
    rows: [Int], alpha: Double
  ) {
    let paper = conformal.paper(alpha: alpha, estimator: estimator)
    let pool = ExpertSet(conformal.pool, of: estimator.experts)
    let threshold = conformal.exact.threshold(alpha: alpha)
    let naive = conformal.naive.threshold(alpha: alpha)
    var tallies =
      ["exact", "naive"].map(SetTally.init) + (paper == nil ? [] : [SetTally(statistic: "paper")])
    let deferred = ComparedRows(network: network, estimator: estimator, examples: examples, pool: pool)
    deferred.forEach(of: rows) { row in
      var sets = [
        row.scores.withUnsafeBufferPointer {
          ConformalSet.exact(scores: $0, threshold: threshold, available: pool)
        },
        row.probabilities.withUnsafeBufferPointer {
          ConformalSet.naive(probabilities: $0, threshold: naive, available: pool)
        },
      ]
      if let paper {
        sets.append(
          row.probabilities.withUnsafeBufferPointer { paper.set(probabilities: $0, available: pool) })
      }
      for index in tallies.indices { tallies[index].add(sets[index], row: row) }
    }
    self.rows = tallies[0].rows
    self.paper = paper
    figures = tallies.map(\.figures)
  }
}

extension ConformalCalibration {
  /// The paper's statistic, fitted on the calibration's rows that are deferred; nil without such rows.
  package func paper(alpha: Double, estimator: CorrectnessEstimator) -> PaperConformal? {
    let members = ExpertSet(pool, of: estimator.experts)
    guard let calibrationRows, !members.isEmpty else { return nil }
    let deferred = calibrationRows.deferred(
      available: ExpertSet(all: estimator.experts), pool: members, estimator: estimator)
    guard deferred.count > 0 else { return nil }
    return PaperConformal(
      scores: deferred.probabilities, correct: deferred.correct, experts: deferred.experts, alpha: alpha)
  }
}
