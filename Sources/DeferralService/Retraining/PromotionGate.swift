import LearningToDefer

/// Decides whether a new model is good enough to replace the serving one.
///
/// Both are scored on the same held-out rows, which neither was trained on. Best are rows that every expert labelled
/// and no policy chose; then rows that no policy chose, where both models' experts gave a label; only where those are
/// too few, all of them. There a label is known for the expert whom an earlier model chose, so a new model that asks
/// others would be judged on the rows where it agrees: it is refused when it could not be scored on nearly all.
///
/// Rows whose features overflow both networks are left out and counted. Where they overflow one of the two, that one would refuse
/// the input: it is scored as wrong.
package struct PromotionGate: Sendable {
  /// Share of policy-chosen rows that both models must be scored on.
  private static let leastScored = 0.9

  /// How much lower than the champion's the challenger's accuracy may be.
  package let margin: Double
  /// Rows without which nothing is promoted.
  package let minimumRows: Int

  /// Creates a gate.
  package init(margin: Double, minimumRows: Int) {
    self.margin = margin
    self.minimumRows = minimumRows
  }

  /// Compares two models on the gate rows, each as it is served, with every expert available and without a budget.
  ///
  /// - Parameters:
  ///   - rows: row numbers of the gate fold.
  ///   - isUnselected: whether no policy chose which experts labelled a row, `[examples.rows]`.
  /// - Complexity: O(rows · parameters).
  package func judge(
    champion: ServingModel, challenger: ServingModel, examples: Examples, rows: [Int], isUnselected: [Bool]
  ) -> GateVerdict {
    let judged = score(
      rows.filter { examples.labels[$0] >= 0 }, champion: champion, challenger: challenger,
      examples: examples)
    let known = judged.filter { !$0.isLost }
    var verdict = judge(known, isUnselected: isUnselected, examples: examples)
    verdict.overflowing = judged.count - known.count
    return verdict
  }

  private func judge(_ known: [GateRow], isUnselected: [Bool], examples: Examples) -> GateVerdict {
    let unselected = known.filter { isUnselected[$0.row] }
    let complete = unselected.filter { known in
      examples.experts.indices.allSatisfy { examples.correctness(row: known.row, expert: $0) >= 0 }
    }
    if complete.count >= minimumRows { return verdict(GateScore(complete), isComplete: true) }
    let fair = GateScore(unselected)
    if fair.scored >= minimumRows { return verdict(fair, isComplete: false) }
    let all = GateScore(known)
    guard Double(all.scored) >= Self.leastScored * Double(all.rows) else { return tooBlind(all) }
    return verdict(all, isComplete: false)
  }

  private func score(
    _ rows: [Int], champion: ServingModel, challenger: ServingModel, examples: Examples
  ) -> [GateRow] {
    let evaluate = { (model: ServingModel) in
      Evaluation(
        network: model.bundle.network, policy: model.policy, conformal: nil, examples: examples, rows: rows,
        alpha: model.bundle.alpha)
    }
    let (old, new) = (evaluate(champion), evaluate(challenger))
    let (lostByOld, lostByNew) = (Set(old.overflowingRows), Set(new.overflowingRows))
    return rows.indices.map { place in
      GateRow(
        row: rows[place],
        champion: lostByOld.contains(rows[place]) ? nil : old.outcomes[place],
        challenger: lostByNew.contains(rows[place]) ? nil : new.outcomes[place])
    }
  }

  private func verdict(_ score: GateScore, isComplete: Bool) -> GateVerdict {
    guard score.scored >= minimumRows else {
      return GateVerdict(
        score, isComplete: isComplete, promotes: false,
        reason: "only \(score.scored) held-out rows can be scored; the gate asks for \(minimumRows)")
    }
    // Compared in whole rows: 0.005 has no exact binary form, and a tie with the margin passes.
    let promotes = Double(score.challenger - score.champion) >= -margin * Double(score.scored) - 1e-9
    return GateVerdict(
      score, isComplete: isComplete, promotes: promotes,
      reason: promotes
        ? score.comparison : "\(score.comparison), more than \(margin) below the serving model")
  }

  private func tooBlind(_ score: GateScore) -> GateVerdict {
    GateVerdict(
      score, isComplete: false, promotes: false,
      reason: "the new model asks other experts than those who labelled: only \(score.scored) of "
        + "\(score.rows) held-out rows can be scored; audited decisions (audit_rate) would show more")
  }
}
