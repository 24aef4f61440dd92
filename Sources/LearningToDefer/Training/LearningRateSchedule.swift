import Glibc

/// The learning rate of each step: a linear rise, then constant or along half a cosine.
///
/// With `W` steps of warm-up out of `T` (Goyal et al. 2017) the factor of step t, counted from 0, is `(t + 1) / (W + 1)` before W.
/// From there it is 1, or `(1 + cos(π (t - W) / (T - W))) / 2` (Loshchilov, Hutter 2017, without restarts).
package struct LearningRateSchedule: Sendable, Equatable {
  /// The full rate.
  package let rate: Double
  /// The steps of the whole training, T.
  package let steps: Int
  /// The steps of the rise, W.
  package let warmUpSteps: Int
  /// Whether the rate falls to zero along half a cosine after the rise.
  package let cosine: Bool

  /// Plans `steps` steps; `warmUp` is the share of them that the rise takes, rounded up to whole steps.
  package init(rate: Double, steps: Int, warmUp: Double, cosine: Bool) {
    precondition(steps > 0 && warmUp >= 0 && warmUp < 1, "the rise leaves steps for the full rate")
    self.rate = rate
    self.steps = steps
    self.cosine = cosine
    warmUpSteps = min(Int((warmUp * Double(steps)).rounded(.up)), steps - 1)
  }

  /// The rate of one step, from 0.
  package func rate(of step: Int) -> Double {
    precondition(step >= 0 && step <= steps, "the step is one of the steps")
    if step < warmUpSteps { return rate * Double(step + 1) / Double(warmUpSteps + 1) }
    guard cosine else { return rate }
    return rate * (1 + cos(.pi * Double(step - warmUpSteps) / Double(steps - warmUpSteps))) / 2
  }
}
