import Glibc

/// The logarithmic score of a confidence, in nats.
package enum LogLoss {
  /// Confidences are taken as at least this far from 0 and 1.
  ///
  /// The softmax's estimates are capped at 1 (Eq. 12) and a logistic function rounds to it: a single one of these that is wrong
  /// would otherwise make every mean infinite. With the clamp it costs 13.8 nats.
  package static let clamp = 1e-6

  /// `-log s` for what came true, `-log(1 - s)` for what did not.
  package static func of(_ confidence: Double, correct: Bool) -> Double {
    -log(min(max(correct ? confidence : 1 - confidence, clamp), 1 - clamp))
  }
}
