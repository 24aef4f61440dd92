/// The shares of rows that are kept from training; the rest is trained on.
package struct FoldShares: Sendable, Equatable, Codable {
  /// For early stopping.
  package var validation: Double
  /// For conformal sets.
  package var calibration: Double
  /// For comparing a new model with the serving one.
  package var gate: Double

  /// Takes shares that leave something for training.
  package init(validation: Double = 0.10, calibration: Double = 0.20, gate: Double = 0.10) {
    self.validation = validation
    self.calibration = calibration
    self.gate = gate
  }

  /// Whether each share is in `[0, 1)` and something is left for training.
  package var areUsable: Bool {
    [validation, calibration, gate].allSatisfy { $0 >= 0 && $0 < 1 } && validation + calibration + gate < 1
  }
}
