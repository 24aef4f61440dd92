import Glibc

/// `log Σ exp(x)`, shifted by the largest so that nothing overflows.
func logSumExp<Number: BinaryFloatingPoint>(_ values: some Collection<Number>) -> Double {
  guard let largest = values.max() else { return -.infinity }
  guard largest.isFinite else { return Double(largest) }
  let shift = Double(largest)
  return shift + log(values.reduce(0) { $0 + exp(Double($1) - shift) })
}

/// Writes `softmax` of the first `probabilities.count` values.
func writeSoftmax(
  _ values: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
) {
  let normaliser = logSumExp(values[0..<probabilities.count])
  for k in probabilities.indices { probabilities[k] = exp(Double(values[k]) - normaliser) }
}

/// The logistic function `σ(x) = 1 / (1 + e^-x)`, without overflow.
func sigmoid(_ x: Double) -> Double {
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let power = exp(x)
  return power / (1 + power)
}

/// `φ(-x) = log(1 + e^x)`, without overflow.
func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-abs(x)))
}
