/// The Bayes rule with costs: `max(p_h, max_j s_j - c_j + δ)` over keys.
///
/// Beyond the paper, which is the case without costs; that case is `DecisionRule`'s.
package enum CostAwareRule {
  /// Decides on one row.
  ///
  /// A full tie defers, then the lowest index wins; with nobody available the classifier answers. A shift that leaves the values equal
  /// defers: that row is the last one of the wished rate.
  ///
  /// - Parameters:
  ///   - classifier: The classifier's key, `v = p_h`.
  ///   - experts: Each expert's key, costs subtracted, `[J]`.
  ///   - shift: `δ` of the budget, added to every expert's `v`.
  /// - Complexity: O(J).
  package static func decide(
    classifier: DecisionKey, experts: some RandomAccessCollection<DecisionKey>, shift: Double = 0,
    available: ExpertSet
  ) -> DecisionMaker {
    guard let best = best(experts, available: available) else { return .classifier }
    let advantage = best.key.value - classifier.value + shift
    if advantage != 0 { return advantage > 0 ? .expert(best.expert) : .classifier }
    return shift == 0 && classifier.output > best.key.output ? .classifier : .expert(best.expert)
  }

  /// The available expert with the highest key; the lowest index wins a full tie.
  static func best(
    _ experts: some RandomAccessCollection<DecisionKey>, available: ExpertSet
  ) -> (expert: Int, key: DecisionKey)? {
    precondition(experts.count == available.capacity, "every expert has a key")
    var best: (expert: Int, key: DecisionKey)?
    for (j, key) in experts.enumerated() where available.contains(j) {
      if let best, key <= best.key { continue }
      best = (j, key)
    }
    return best
  }
}
