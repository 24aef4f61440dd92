import Glibc

/// Fits `σ(slope · u + intercept)` by maximum likelihood, the slope kept positive.
///
/// Platt (1999), with his targets `(n₊ + 1)/(n₊ + 2)` for right rows and `1/(n₋ + 2)` for wrong ones, which keep the
/// optimum finite where a threshold separates them. Newton's method with halved steps as in Lin, Lin, Weng (2007): the problem is
/// convex, and the result does not depend on a step size.
enum PlattScaling {
  /// The least slope for outputs of deviation 1: in effect constant, yet still in order.
  static let leastSlope = 1e-3

  /// - Complexity: O(n) a step, some ten steps.
  static func fit(_ outputs: [Double], correct: [Bool]) -> CalibrationMap {
    precondition(outputs.count == correct.count && !outputs.isEmpty, "each output has its truth")
    let n = Double(outputs.count)
    let mean = outputs.reduce(0, +) / n
    let variance = outputs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let deviation = variance > 0 ? variance.squareRoot() : 1
    let right = Double(correct.count { $0 })
    let rows = LogisticRows(
      x: outputs.map { ($0 - mean) / deviation },
      target: correct.map { $0 ? (right + 1) / (right + 2) : 1 / (n - right + 2) })
    var fit = rows.fit()
    if fit.slope < leastSlope { fit = (leastSlope, rows.intercept(slope: leastSlope)) }
    return .platt(slope: fit.slope / deviation, intercept: fit.intercept - fit.slope * mean / deviation)
  }
}

/// A logistic regression on one feature of mean 0 and deviation 1.
private struct LogisticRows {
  let x: [Double]
  let target: [Double]

  /// The mean loss `log(1 + e^z) - t z`, `z = slope · x + intercept`.
  private func loss(_ slope: Double, _ intercept: Double) -> Double {
    x.indices.reduce(0) { sum, row in
      let z = slope * x[row] + intercept
      return sum + softplus(z) - target[row] * z
    } / Double(x.count)
  }

  func fit() -> (slope: Double, intercept: Double) {
    var (slope, intercept) = (0.0, 0.0)
    var current = loss(slope, intercept)
    for _ in 0..<100 {
      let step = newtonStep(slope, intercept)
      var share = 1.0
      var next = loss(slope - step.slope, intercept - step.intercept)
      while next > current, share > 1e-10 {
        share /= 2
        next = loss(slope - share * step.slope, intercept - share * step.intercept)
      }
      guard next < current else { break }
      slope -= share * step.slope
      intercept -= share * step.intercept
      current = next
    }
    return (slope, intercept)
  }

  private func newtonStep(_ slope: Double, _ intercept: Double) -> (slope: Double, intercept: Double) {
    var (gradientA, gradientB) = (0.0, 0.0)
    // A trace of a ridge keeps the matrix invertible where all outputs are one.
    var (hessianAA, hessianAB, hessianBB) = (1e-12, 0.0, 1e-12)
    for row in x.indices {
      let probability = sigmoid(slope * x[row] + intercept)
      let residual = probability - target[row]
      let weight = probability * (1 - probability)
      gradientA += residual * x[row]
      gradientB += residual
      hessianAA += weight * x[row] * x[row]
      hessianAB += weight * x[row]
      hessianBB += weight
    }
    let determinant = hessianAA * hessianBB - hessianAB * hessianAB
    return (
      (hessianBB * gradientA - hessianAB * gradientB) / determinant,
      (hessianAA * gradientB - hessianAB * gradientA) / determinant
    )
  }

  /// The best intercept for a slope, by bisection: the sum of residuals rises with it.
  func intercept(slope: Double) -> Double {
    var (low, high) = (-50.0, 50.0)
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return middle }
      let excess = x.indices.reduce(0) { $0 + sigmoid(slope * x[$1] + middle) - target[$1] }
      if excess > 0 { high = middle } else { low = middle }
    }
  }
}
