/// The nonlinearity between two layers; the head has none.
package enum Activation: String, Sendable, CaseIterable, Codable {
  /// `max(0, x)`.
  case relu
  /// The hyperbolic tangent.
  case tanh
  /// The exact Gaussian error linear unit, `x Φ(x)`.
  case gelu
}
