import LearningToDefer

/// Counts how two models answered the same rows.
struct GateScore {
  /// Rows with a truth.
  let rows: Int
  /// Those where the answer of both is known to be right or wrong.
  let scored: Int
  /// Rows that the serving model answered right, of those scored.
  let champion: Int
  /// Rows that the new model answered right, of those scored.
  let challenger: Int

  /// - Complexity: O(rows · parameters).
  init(champion: ServingModel, challenger: Network, examples: Examples, rows: [Int]) {
    let outcomes = { (network: Network) in
      Evaluation(
        network: network, surrogate: champion.bundle.manifest.surrogate, conformal: nil, examples: examples,
        rows: rows, alpha: 0.1
      ).outcomes
    }
    let both = zip(outcomes(champion.bundle.network), outcomes(challenger))
      .filter { $0 != .unscored && $1 != .unscored }
    self.rows = rows.count
    scored = both.count
    self.champion = both.count { $0.0 == .correct }
    self.challenger = both.count { $0.1 == .correct }
  }

  /// Accuracy of a model that answered `correct` rows right; nil without rows.
  func accuracy(_ correct: Int) -> Double? { scored > 0 ? Double(correct) / Double(scored) : nil }

  /// Both accuracies in words.
  var comparison: String {
    "system accuracy \(shown(challenger)) against \(shown(champion)) on \(scored) held-out rows"
  }

  private func shown(_ correct: Int) -> String {
    let tenThousandths = Int(((accuracy(correct) ?? 0) * 10_000).rounded())
    let digits = String(tenThousandths % 10_000)
    return "\(tenThousandths / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
