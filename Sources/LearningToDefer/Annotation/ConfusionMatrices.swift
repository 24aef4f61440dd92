/// What each expert answers to each true class, smoothed towards the team where there are few labels.
///
/// Beyond the paper. `π_jka` is the chance that expert j answers a where the truth is k:
/// `(n_jka + 5 t_ka) / (n_jk + 5)`, the Dirichlet posterior mean after 5 pseudo-rows of the team's
/// `t_ka = (Σ_j n_jka + 1/K) / (Σ_j n_jk + 1)`. So no chance is ever 0 or 1.
package struct ConfusionMatrices: Sendable, Equatable {
  /// The weight of the team beside an expert's own rows of one class.
  package static let pseudoRows = 5.0

  /// The number of experts, J.
  package let experts: Int
  /// The number of classes, K.
  package let classes: Int
  /// How often expert j answered a where the truth was k, `[J, K, K]`; whole numbers unless rows were weighted.
  package let counts: [Double]

  /// Keeps counts `[J, K, K]`, finite and not negative.
  package init(counts: [Double], experts: Int, classes: Int) {
    precondition(counts.count == experts * classes * classes, "counts are [J, K, K]")
    precondition(counts.allSatisfy { $0 >= 0 && $0.isFinite }, "a count is not negative")
    self.counts = counts
    self.experts = experts
    self.classes = classes
  }

  /// Counts the labels of some rows; rows without a truth and missing labels count for nothing.
  ///
  /// - Parameter rows: Rows whose labels no policy asked for because of what it expected of them.
  /// - Complexity: O(rows · J).
  package init(_ examples: Examples, rows: some Sequence<Int>) {
    let (experts, classes) = (examples.experts.count, examples.classes.count)
    var counts = [Double](repeating: 0, count: experts * classes * classes)
    for row in rows where examples.labels[row] >= 0 {
      let truth = Int(examples.labels[row])
      for expert in 0..<experts {
        let given = Int(examples.expertLabels[row * experts + expert])
        if given >= 0 { counts[(expert * classes + truth) * classes + given] += 1 }
      }
    }
    self.init(counts: counts, experts: experts, classes: classes)
  }

  /// The rows that an expert labelled.
  package func rows(expert: Int) -> Double {
    counts[expert * classes * classes..<(expert + 1) * classes * classes].reduce(0, +)
  }

  /// The rows that an expert had right.
  package func right(expert: Int) -> Double {
    (0..<classes).reduce(0) { $0 + counts[(expert * classes + $1) * classes + $1] }
  }

  /// The share of each expert's counted labels that were right, `[J]`; nil without any.
  package var accuracy: [Double?] {
    (0..<experts).map { expert in
      let labels = rows(expert: expert)
      return labels > 0 ? right(expert: expert) / labels : nil
    }
  }

  /// `π` `[J, K, K]`, strictly between 0 and 1 for two classes or more.
  ///
  /// - Complexity: O(J K²).
  package var probabilities: [Double] {
    let team = self.team
    var result = counts
    for start in stride(from: 0, to: counts.count, by: classes) {
      let own = counts[start..<start + classes].reduce(0, +)
      for answer in 0..<classes {
        let expected = team[start % team.count + answer]
        result[start + answer] =
          (counts[start + answer] + Self.pseudoRows * expected) / (own + Self.pseudoRows)
      }
    }
    return result
  }

  /// `t` `[K, K]`: all experts together, with one pseudo-row that is spread over all answers.
  private var team: [Double] {
    var sums = [Double](repeating: 1 / Double(classes), count: classes * classes)
    for (index, count) in counts.enumerated() { sums[index % sums.count] += count }
    for start in stride(from: 0, to: sums.count, by: classes) {
      let row = sums[start..<start + classes].reduce(0, +)
      for index in start..<start + classes { sums[index] /= row }
    }
    return sums
  }
}
