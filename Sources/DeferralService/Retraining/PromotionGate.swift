import LearningToDefer

/// Decides whether a new model is good enough to replace the serving one.
///
/// Both are scored on the same held-out rows, which neither was trained on. Rows that every expert labelled are
/// taken where there are enough: on others only the chosen expert's label is known, and that choice was the
/// serving model's.
package struct PromotionGate: Sendable {
  /// How much lower than the champion's the challenger's accuracy may be.
  package let margin: Double
  /// Rows without which nothing is promoted.
  package let minimumRows: Int

  /// Holds what was found, for the training run and the version's metrics.
  package struct Verdict: Sendable, Equatable {
    /// Rows that both models were scored on.
    package let rows: Int
    /// Whether every expert's label is known on them.
    package let complete: Bool
    /// System accuracy of the serving model.
    package let champion: Double?
    /// System accuracy of the new model.
    package let challenger: Double?
    /// Whether the new model is promoted.
    package let promotes: Bool
    /// Why, in one sentence.
    package let reason: String
  }

  /// Creates a gate.
  package init(margin: Double, minimumRows: Int) {
    self.margin = margin
    self.minimumRows = minimumRows
  }

  /// Compares two models on the gate rows.
  ///
  /// - Parameter rows: row numbers of the gate fold.
  /// - Complexity: O(rows · parameters).
  package func judge(
    champion: ServingModel, challenger: Network, examples: Examples, rows: [Int]
  ) -> Verdict {
    let known = rows.filter { examples.labels[$0] >= 0 }
    let everybody = known.filter { row in
      examples.experts.indices.allSatisfy { examples.correctness(row: row, expert: $0) >= 0 }
    }
    let complete = everybody.count >= minimumRows
    let compared = complete ? everybody : known
    let old = outcomes(of: champion.bundle.network, champion, examples, compared)
    let new = outcomes(of: challenger, champion, examples, compared)
    let both = zip(old, new).filter { $0 != .unscored && $1 != .unscored }
    return verdict(
      old: both.count { $0.0 == .correct }, new: both.count { $0.1 == .correct }, rows: both.count,
      complete: complete)
  }

  private func outcomes(
    of network: Network, _ model: ServingModel, _ examples: Examples, _ rows: [Int]
  ) -> [RowOutcome] {
    Evaluation(
      network: network, surrogate: model.bundle.manifest.surrogate, conformal: nil, examples: examples,
      rows: rows, alpha: 0.1
    ).outcomes
  }

  private func verdict(old: Int, new: Int, rows: Int, complete: Bool) -> Verdict {
    guard rows >= minimumRows else {
      return Verdict(
        rows: rows, complete: complete, champion: nil, challenger: nil, promotes: false,
        reason: "only \(rows) held-out rows can be scored; the gate asks for \(minimumRows)")
    }
    let (champion, challenger) = (Double(old) / Double(rows), Double(new) / Double(rows))
    // Compared in whole rows: 0.005 has no exact binary form, and a tie with the margin passes.
    let promotes = Double(new - old) >= -margin * Double(rows) - 1e-9
    let comparison =
      "system accuracy \(Self.shown(challenger)) against \(Self.shown(champion)) on \(rows) held-out rows"
    return Verdict(
      rows: rows, complete: complete, champion: champion, challenger: challenger, promotes: promotes,
      reason: promotes ? comparison : "\(comparison), more than \(margin) below the serving model")
  }

  private static func shown(_ share: Double) -> String {
    let thousandths = Int((share * 10_000).rounded())
    let digits = String(thousandths % 10_000)
    return "\(thousandths / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
