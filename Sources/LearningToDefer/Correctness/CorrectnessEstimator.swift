import Glibc

/// Reads one row's logits: who is right, and with what probability.
///
/// Eq. 12 and 13. Logits are K classes first, then J experts. Everything is computed in float64.
package struct CorrectnessEstimator: Sendable, Hashable {
  /// The loss that the network was trained with.
  package let surrogate: SurrogateName
  /// The number of classes, K.
  package let classes: Int
  /// The number of experts, J.
  package let experts: Int

  /// Describes logits `[K + J]`.
  package init(surrogate: SurrogateName, classes: Int, experts: Int) {
    precondition(classes > 0 && experts >= 0, "there is at least one class")
    self.surrogate = surrogate
    self.classes = classes
    self.experts = experts
  }

  /// The classifier's answer, `h(x) = argmax_k g_k`; the lowest index wins a tie.
  package func predictedClass(_ logits: UnsafeBufferPointer<Float>) -> Int {
    DecisionRule.firstLargest(logits, in: 0..<classes) ?? 0
  }

  /// Writes `P(y = k | x)` `[K]`.
  ///
  /// Softmax over the classes alone, or for OvA `σ(g_k)` normalised to sum to 1.
  package func classProbabilities(
    _ logits: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    switch surrogate {
    case .softmax:
      let normaliser = logSumExp(logits[0..<classes])
      for k in 0..<classes { probabilities[k] = exp(Double(logits[k]) - normaliser) }
    case .oneVsAll:
      normaliseSigmoids(logits, into: probabilities)
    }
  }

  /// Writes `P(m_j = y | x)` `[J]`, at most 1.
  package func expertCorrectness(
    _ logits: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    conformalScores(logits, into: probabilities)
    for j in 0..<experts { probabilities[j] = probability(ofScore: probabilities[j]) }
  }

  /// Writes the served scores `[J]`, uncapped, that conformal sets order and compare.
  ///
  /// `g_⊥j` for OvA; `g_⊥j - logsumexp(g_1..g_K)` for softmax, the logarithm of Eq. 12 without the cap.
  package func conformalScores(
    _ logits: UnsafeBufferPointer<Float>, into scores: UnsafeMutableBufferPointer<Double>
  ) {
    let normaliser = surrogate == .softmax ? logSumExp(logits[0..<classes]) : 0
    for j in 0..<experts { scores[j] = Double(logits[classes + j]) - normaliser }
  }

  /// Shows a served score as a probability: `σ(s)` for OvA, `min(1, exp s)` for softmax.
  package func probability(ofScore score: Double) -> Double {
    switch surrogate {
    case .oneVsAll: sigmoid(score)
    case .softmax: min(1, exp(score))
    }
  }

  // In logs: with every logit far below zero all σ underflow, their ratios do not.
  private func normaliseSigmoids(
    _ logits: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    var largest = -Double.infinity
    for k in 0..<classes {
      probabilities[k] = -softplus(-Double(logits[k]))
      largest = max(largest, probabilities[k])
    }
    var sum = 0.0
    for k in 0..<classes {
      probabilities[k] = exp(probabilities[k] - largest)
      sum += probabilities[k]
    }
    for k in 0..<classes { probabilities[k] /= sum }
  }
}
