/// What a row is used for.
package enum Fold: String, Sendable, CaseIterable, Codable {
  /// Trained on.
  case training
  /// Early stopping.
  case validation
  /// Conformal sets.
  case calibration
  /// Comparing a new model with the serving one.
  case gate

  /// The fold of a row with this hash; the same for every model.
  ///
  /// The hash as a number in `[0, 1)`: training comes first, then validation, calibration and the gate.
  package static func of(_ hash: UInt64, shares: FoldShares) -> Fold {
    let place = Double(hash >> 11) * 0x1p-53
    if place >= 1 - shares.gate { return .gate }
    if place >= 1 - shares.gate - shares.calibration { return .calibration }
    if place >= 1 - shares.gate - shares.calibration - shares.validation { return .validation }
    return .training
  }

  /// The rows of each fold, ascending.
  package static func rows(of groups: [UInt64], shares: FoldShares) -> [Fold: [Int]] {
    Dictionary(grouping: groups.indices) { of(groups[$0], shares: shares) }
  }
}
