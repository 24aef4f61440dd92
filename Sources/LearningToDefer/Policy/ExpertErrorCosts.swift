import Glibc

/// What the experts' errors are expected to cost, from a cost matrix and their confusion matrices.
///
/// Beyond the paper: `Σ_k p_k (1 - D_jk) Σ_{a≠k} ρ_jka L[k][a]`. `ρ_jka = π_jka / (1 - π_jkk)` are expert j's wrong answers
/// to class k; `D_jk = σ(logit π_jkk + b)` is their accuracy by class, tilted by b so that `Σ_k p_k D_jk = s_j`.
package struct ExpertErrorCosts: Sendable {
  private let classes: Int
  /// `Σ_{a≠k} ρ_jka L[k][a]` `[J, K]`: what a wrong answer to class k costs.
  private let wrongCosts: [Double]
  /// `logit π_jkk` `[J, K]`.
  private let logits: [Double]

  /// Joins a matrix and the experts' confusions of the same classes.
  ///
  /// - Complexity: O(J K²).
  package init(matrix: ErrorCostMatrix, confusion: ConfusionMatrices) {
    precondition(matrix.classes == confusion.classes, "both are of the same classes")
    let classes = matrix.classes
    let probabilities = confusion.probabilities
    var wrongCosts: [Double] = []
    var logits: [Double] = []
    for start in stride(from: 0, to: probabilities.count, by: classes) {
      let truth = start / classes % classes
      let wrong = (0..<classes).filter { $0 != truth }
      let chance = wrong.reduce(0) { $0 + probabilities[start + $1] }  // 1 - π_jkk
      let cost = wrong.reduce(0) { $0 + probabilities[start + $1] * matrix.costs[truth * classes + $1] }
      wrongCosts.append(chance > 0 ? cost / chance : 0)
      logits.append(log(probabilities[start + truth]) - log(chance))
    }
    self.classes = classes
    self.wrongCosts = wrongCosts
    self.logits = logits
  }

  /// What asking an expert is expected to cost in errors, without the cost of asking.
  ///
  /// - Parameters:
  ///   - probabilities: `P(y = k | x)` `[K]`, summing to 1.
  ///   - correctness: `s_j = P(m_j = y | x)`; above 1 counts as 1.
  /// - Complexity: O(K) for each of a few steps of Newton's method.
  package func expectedCost(
    expert: Int, probabilities: UnsafeBufferPointer<Double>, correctness: Double
  ) -> Double {
    precondition(probabilities.count == classes, "there is one probability a class")
    precondition(!correctness.isNaN, "a probability is a number")
    let own = expert * classes..<(expert + 1) * classes
    guard correctness < 1 else { return 0 }
    guard correctness > 0 else { return zip(probabilities, wrongCosts[own]).reduce(0) { $0 + $1.0 * $1.1 } }
    let tilt = tilt(logits[own], probabilities: probabilities, correctness: correctness)
    return (0..<classes).reduce(0) { sum, k in
      let index = own.lowerBound + k
      return sum + probabilities[k] * sigmoid(-logits[index] - tilt) * wrongCosts[index]
    }
  }

  /// The `b` with `Σ_k p_k σ(logit π_k + b) = s`: Newton's steps, halving the bracket where one leaves it.
  private func tilt(
    _ logits: ArraySlice<Double>, probabilities: UnsafeBufferPointer<Double>, correctness: Double
  ) -> Double {
    let wished = log(correctness) - log1p(-correctness)
    var low = wished - (logits.max() ?? 0)
    var high = wished - (logits.min() ?? 0)
    var tilt = min(max(wished - zip(logits, probabilities).reduce(0) { $0 + $1.0 * $1.1 }, low), high)
    for _ in 0..<100 {
      var excess = -correctness
      var slope = 0.0
      for (logit, probability) in zip(logits, probabilities) {
        let right = sigmoid(logit + tilt)
        excess += probability * right
        slope += probability * right * sigmoid(-logit - tilt)
      }
      if excess > 0 { high = tilt } else { low = tilt }
      let next = tilt - excess / slope
      let step = next > low && next < high ? next : (low + high) / 2
      guard abs(step - tilt) > 1e-14 * max(1, abs(tilt)) else { return step }
      tilt = step
    }
    return tilt
  }
}
