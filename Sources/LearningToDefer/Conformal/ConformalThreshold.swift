/// How an exact conformal set is cut.
package enum ConformalThreshold: Sendable, Equatable {
  /// Every expert: the calibration has too few rows for the wished error rate.
  case everyone
  /// The top expert alone.
  case top
  /// The experts whose served score is at least this, and the top expert.
  case threshold(Double)
}
