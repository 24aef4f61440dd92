/// What is expected of an expert who is new to a team: a Beta distribution of accuracies.
///
/// Beyond the paper. By moments of the trained experts' accuracies a_j on n_j rows: mean μ, variance
/// `v = var(a_j) - mean(a_j (1 - a_j) / (n_j - 1))`, without what chance alone spreads them, and strength `μ (1 - μ) / v - 1` within 2 and
/// 100, 100 where v is not above 0. With fewer than three experts it is Beta(1, 1).
package struct TeamPrior: Sendable, Equatable {
  /// Labelled training rows from which on an expert has an output of their own.
  package static let minimumLabels = 50
  /// The weight of an expert's overall accuracy beside their rows of one predicted class.
  package static let classPseudoRows = 10.0

  /// `μ`: the mean accuracy.
  package let mean: Double
  /// The rows that the mean is worth.
  package let strength: Double

  /// Fits the distribution.
  ///
  /// - Parameter team: How many of how many rows each trained expert had right; those with fewer than two rows are left out. No policy
  ///   may have chosen the rows: those that one chose showed .78 for an expert of .54.
  package init(_ team: [(right: Double, rows: Double)]) {
    let known = team.filter { $0.rows >= 2 }
    guard known.count >= 3 else {
      (mean, strength) = (0.5, 2)
      return
    }
    let count = Double(known.count)
    let accuracies = known.map { $0.right / $0.rows }
    let mean = accuracies.reduce(0, +) / count
    let spread = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let chance = known.reduce(0) { sum, expert in
      let accuracy = expert.right / expert.rows
      return sum + accuracy * (1 - accuracy) / (expert.rows - 1)
    }
    let variance = spread - chance / count
    self.mean = mean
    strength = variance > 0 ? min(max(mean * (1 - mean) / variance - 1, 2), 100) : 100
  }

  /// Fits the distribution on some experts' confusion matrices.
  package init(_ confusion: ConfusionMatrices, experts: some Sequence<Int>) {
    self.init(experts.map { (confusion.right(expert: $0), confusion.rows(expert: $0)) })
  }

  /// The posterior means for an expert: overall, and by the class that the classifier predicts.
  ///
  /// - Parameters:
  ///   - right: How many of the expert's labels were right where the classifier predicts each class, `[K]`.
  ///   - rows: How many labels there were, `[K]`.
  package func expert(right: [Int], rows: [Int]) -> ExpertPrior {
    precondition(right.count == rows.count, "each class has its rows")
    let labels = rows.reduce(0, +)
    let overall = (Double(right.reduce(0, +)) + strength * mean) / (Double(labels) + strength)
    let byClass = zip(right, rows).map { right, rows in
      (Double(right) + Self.classPseudoRows * overall) / (Double(rows) + Self.classPseudoRows)
    }
    return ExpertPrior(labels: labels, overall: overall, byClass: byClass)
  }
}
