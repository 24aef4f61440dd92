/// The Bayes rule with costs: `max(p_h, max_j s_j - c_j + δ)` over keys.
///
/// Beyond the paper, which is the case without costs; that case is `DecisionRule`'s.
package enum CostAwareRule {
  /// Decides on one row.
  ///
  /// A full tie defers, then the lowest index wins; with nobody available the classifier answers.
  ///
  /// - Parameters:
  ///   - classifier: The classifier's key, `v = p_h`.
  ///   - experts: Each expert's key, costs subtracted.
  ///   - shift: `δ` of the budget, added to every expert's `v`.
  /// - Complexity: O(J).
  package static func decide(
    classifier: DecisionKey, experts: [DecisionKey], shift: Double = 0, available: ExpertSet
  ) -> DecisionMaker {
    precondition(experts.count == available.capacity, "every expert has a key")
    var chosen: Int?
    for j in experts.indices where available.contains(j) {
      if let best = chosen, experts[j] <= experts[best] { continue }
      chosen = j
    }
    guard let chosen else { return .classifier }
    var best = experts[chosen]
    best.value += shift
    return classifier > best ? .classifier : .expert(chosen)
  }
}
