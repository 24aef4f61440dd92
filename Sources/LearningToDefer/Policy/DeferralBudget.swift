/// The shift `δ` of every expert's score that reaches a wished deferral rate `ρ`.
///
/// Beyond the paper: `δ = -Q_{1-ρ}(D)`, `D = max_j (s_j - c_j) - p_h`. It never enters conformal scores.
package struct DeferralBudget: Sendable {
  /// `ρ`: the wished share of inputs that are deferred.
  package let rate: Double
  /// Whether the rate is only a maximum, so that `δ` is never above 0.
  package let isMaximum: Bool
  /// `δ`, added to every expert's score.
  package private(set) var shift: Double

  /// Makes the budget from the advantages `D` of recent inputs; `δ = 0` where there are none.
  ///
  /// The share `floor(ρ n) / n` with the largest `D` has `D + δ >= 0`, more only by ties.
  ///
  /// - Complexity: O(n log n).
  package init(rate: Double, isMaximum: Bool = false, advantages: [Double] = []) {
    precondition((0...1).contains(rate), "a rate is within 0 and 1")
    precondition(advantages.allSatisfy(\.isFinite), "an advantage is finite")
    self.rate = rate
    self.isMaximum = isMaximum
    shift = Self.quantileShift(rate, advantages.sorted(by: >))
    limit()
  }

  /// Moves `δ` by `η (ρ - deferred)` after one decision.
  package mutating func update(deferred: Bool, step: Double) {
    precondition(step >= 0, "a step is not negative")
    shift += step * (rate - (deferred ? 1 : 0))
    limit()
  }

  private mutating func limit() {
    if isMaximum { shift = min(0, shift) }
  }

  private static func quantileShift(_ rate: Double, _ falling: [Double]) -> Double {
    guard let largest = falling.first else { return 0 }
    // The tolerance undoes the rounding of products such as 0.29 · 100.
    let deferred = min(falling.count, Int(rate * Double(falling.count) + 1e-9))
    return deferred == 0 ? (-largest).nextDown : -falling[deferred - 1]
  }
}
