import Glibc

/// A learning rate that falls along half a cosine (Loshchilov, Hutter 2017), without restarts.
package enum CosineSchedule {
  /// `(1 + cos(π step / steps)) / 2`: 1 before the first step, near 0 at the last.
  package static func factor(step: Int, steps: Int) -> Double {
    precondition(steps > 0 && step >= 0 && step <= steps, "the step is one of the steps")
    return (1 + cos(.pi * Double(step) / Double(steps))) / 2
  }
}
