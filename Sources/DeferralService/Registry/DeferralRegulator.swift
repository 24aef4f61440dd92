import LearningToDefer
import Synchronization

/// A wished share of deferred inputs, and how fast it is brought about.
package struct DeferralWish: Sendable, Equatable {
  /// `ρ`: the share of inputs that are deferred.
  package var rate: Double
  /// Whether the rate is only a maximum.
  package var isMaximum: Bool
  /// `η`: how much one decision moves `δ`.
  package var step: Double

  /// Takes a rate and a step within 0 and 1.
  package init(rate: Double, isMaximum: Bool, step: Double) {
    self.rate = rate
    self.isMaximum = isMaximum
    self.step = step
  }
}

/// Keeps the share of deferred inputs at the wished rate: `δ ← δ + η (ρ - deferred)`.
///
/// One `δ` for all loops, so that an input is decided alike whichever loop it reaches, and so that a little traffic on many loops is
/// enough to learn from. It is one atomic word: a loop reads it once a batch and adds the batch once that is stored, repeating
/// the addition when another loop was faster; nobody ever waits for a lock.
package final class DeferralRegulator: Sendable {
  private let wish: DeferralWish
  private let bound: Double
  private let bits: Atomic<UInt64>

  /// Starts from the `δ` that fits the rows a model was calibrated on; from 0 without any.
  package init(_ wish: DeferralWish, policy: DecisionPolicy, calibration: CalibrationRows?) {
    self.wish = wish
    bound = policy.largestAdvantage
    let everyone = ExpertSet(all: policy.estimator.experts)
    let budget = DeferralBudget(
      rate: wish.rate, isMaximum: wish.isMaximum,
      advantages: calibration?.advantages(policy, available: everyone) ?? [])
    bits = Atomic(budget.shift.bitPattern)
  }

  /// `ρ`: the wished share of deferred inputs, or the highest one.
  package var rate: Double { wish.rate }

  /// `δ` now.
  package var shift: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  /// Moves `δ` after a batch that was decided with one `δ`, by what of it is stored.
  package func record(deferred: Int, of decisions: Int) {
    var known = bits.load(ordering: .relaxed)
    while true {
      var budget = DeferralBudget(
        rate: wish.rate, isMaximum: wish.isMaximum, shift: Double(bitPattern: known), bound: bound)
      budget.update(deferred: deferred, of: decisions, step: wish.step)
      let (isExchanged, original) = bits.weakCompareExchange(
        expected: known, desired: budget.shift.bitPattern, ordering: .relaxed)
      if isExchanged { return }
      known = original
    }
  }
}
