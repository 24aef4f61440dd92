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
  /// `|δ|` at most: beyond the largest `|D|` more of it changes nothing but how long it takes to come back.
  private let bound: Double

  /// Goes on from a `δ`.
  ///
  /// - Parameter bound: The largest `|D|` there can be.
  package init(rate: Double, isMaximum: Bool, shift: Double, bound: Double) {
    precondition((0...1).contains(rate), "a rate is within 0 and 1")
    precondition(shift.isFinite && bound >= 0, "a shift is finite")
    self.rate = rate
    self.isMaximum = isMaximum
    self.shift = shift
    self.bound = bound
    limit()
  }

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
    bound = .infinity
    // A maximum that is kept without a shift changes nothing.
    let isKept = isMaximum && advantages.count { $0 >= 0 } <= Self.deferred(rate, of: advantages.count)
    shift = isKept ? 0 : Self.quantileShift(rate, advantages.sorted(by: >))
    limit()
  }

  /// Moves `δ` by `η (ρ - deferred)` after one decision.
  package mutating func update(deferred: Bool, step: Double) {
    update(deferred: deferred ? 1 : 0, of: 1, step: step)
  }

  /// Moves `δ` once after some decisions that were taken with the same one.
  package mutating func update(deferred: Int, of decisions: Int, step: Double) {
    precondition(step >= 0, "a step is not negative")
    shift += step * (rate * Double(decisions) - Double(deferred))
    limit()
  }

  private mutating func limit() {
    shift = max(-bound, min(isMaximum ? 0 : bound, shift))
  }

  /// `floor(ρ n)`; the tolerance undoes the rounding of products such as 0.29 · 100.
  private static func deferred(_ rate: Double, of rows: Int) -> Int {
    min(rows, Int(rate * Double(rows) + 1e-9))
  }

  private static func quantileShift(_ rate: Double, _ falling: [Double]) -> Double {
    guard let largest = falling.first else { return 0 }
    let deferred = deferred(rate, of: falling.count)
    return deferred == 0 ? (-largest).nextDown : -falling[deferred - 1]
  }
}
