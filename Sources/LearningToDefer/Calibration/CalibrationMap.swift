import Glibc

/// A map from a decider's output u to a calibrated probability that never falls as u rises.
///
/// Beyond the paper, which names calibration after training as future work. u is the served score: `g` for OvA, the logarithm of
/// Eq. 12 for softmax. A map of one decider never reorders its inputs, yet it changes comparisons between deciders.
package enum CalibrationMap: Sendable, Hashable {
  /// The surrogate's own reading of u.
  case identity
  /// The surrogate's own reading of `u / T` (Guo et al. 2017).
  case temperature(Double)
  /// `σ(slope · u + intercept)` (Platt 1999), the slope above 0.
  case platt(slope: Double, intercept: Double)
  /// A monotone piecewise linear function.
  case isotonic(IsotonicMap)

  /// The map's name in manifests.
  package var name: String {
    switch self {
    case .identity: "none"
    case .temperature: "temperature"
    case .platt: "platt"
    case .isotonic: "isotonic"
    }
  }

  /// The calibrated probability of an output.
  ///
  /// - Parameter reading: What the surrogate takes an output for, `probability(ofScore:)`.
  package func probability(of output: Double, reading: (Double) -> Double) -> Double {
    switch self {
    case .identity: reading(output)
    case .temperature(let temperature): reading(output / temperature)
    case .platt(let slope, let intercept): sigmoid(slope * output + intercept)
    case .isotonic(let map): map.probability(of: output)
    }
  }
}
