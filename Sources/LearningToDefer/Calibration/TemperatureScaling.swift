import Glibc

/// Fits the temperature T of `reading(u / T)` by the least mean log loss.
///
/// Guo et al. (2017). Golden sections on log T, for the loss falls and then rises: no step size, any surrogate's reading.
enum TemperatureScaling {
  /// Temperatures from 1/20 to 20 are looked at.
  private static let range = log(20.0)

  /// - Complexity: O(n) for each of some 50 losses.
  static func fit(_ outputs: [Double], correct: [Bool], reading: (Double) -> Double) -> CalibrationMap {
    precondition(outputs.count == correct.count && !outputs.isEmpty, "each output has its truth")
    func loss(_ logarithm: Double) -> Double {
      let scale = exp(-logarithm)
      return outputs.indices.reduce(0) {
        $0 + LogLoss.of(reading(outputs[$1] * scale), correct: correct[$1])
      }
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (-range, range)
    var inner = (low: high - ratio * (high - low), high: low + ratio * (high - low))
    var losses = (low: loss(inner.low), high: loss(inner.high))
    while high - low > 1e-9 {
      if losses.low <= losses.high {
        (high, inner.high, losses.high) = (inner.high, inner.low, losses.low)
        inner.low = high - ratio * (high - low)
        losses.low = loss(inner.low)
      } else {
        (low, inner.low, losses.low) = (inner.low, inner.high, losses.high)
        inner.high = low + ratio * (high - low)
        losses.high = loss(inner.high)
      }
    }
    return .temperature(exp((low + high) / 2))
  }
}
