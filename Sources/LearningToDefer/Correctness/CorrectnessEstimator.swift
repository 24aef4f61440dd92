import Glibc

/// Reads one row of a model's outputs: who is right, and with what probability.
///
/// Eq. 12 and 13. A row is what the network gives (`SurrogateName.outputs`: K classes first, J experts last); for a
/// rejector it is the class probabilities that came with the input, then the network's J outputs. Everything is
/// computed in float64.
package struct CorrectnessEstimator: Sendable, Hashable {
  /// The loss that the network was trained with.
  package let surrogate: SurrogateName
  /// The number of classes, K.
  package let classes: Int
  /// The number of experts, J.
  package let experts: Int

  /// Describes rows `[K + J]`, of a mixture of experts `[K + 1 + J]`.
  package init(surrogate: SurrogateName, classes: Int, experts: Int) {
    precondition(classes > 0 && experts >= 0, "there is at least one class")
    self.surrogate = surrogate
    self.classes = classes
    self.experts = experts
  }

  /// Where the experts' outputs begin in a row.
  package var firstExpert: Int { surrogate == .mixtureOfExperts ? classes + 1 : classes }
  /// The numbers of one row.
  package var width: Int { firstExpert + experts }
  /// The outputs of the network.
  package var outputs: Int { surrogate.outputs(classes: classes, experts: experts) }

  /// The classifier's answer, `h(x) = argmax_k g_k`; the lowest index wins a tie.
  package func predictedClass(_ row: UnsafeBufferPointer<Float>) -> Int {
    DecisionRule.firstLargest(row, in: 0..<classes) ?? 0
  }

  /// What the classifier is compared with experts' outputs by.
  ///
  /// `g_h`; for a mixture of experts the logit of its weight, for a rejector the logit of `p_h`, for a classifier
  /// alone infinity: it never defers.
  package func classifierOutput(_ row: UnsafeBufferPointer<Float>) -> Double {
    switch surrogate {
    case .oneVsAll, .softmax: Double(row[predictedClass(row)])
    case .mixtureOfExperts: Double(row[classes])
    case .classifierOnly: .infinity
    case .rejectorOnly: logit(row, of: predictedClass(row))
    }
  }

  /// Writes `P(y = k | x)` `[K]`.
  ///
  /// Softmax over the classes alone; for OvA `σ(g_k)`, for a rejector the given ones, normalised to sum to 1.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    switch surrogate {
    case .softmax, .mixtureOfExperts, .classifierOnly:
      let normaliser = logSumExp(row[0..<classes])
      for k in 0..<classes { probabilities[k] = exp(Double(row[k]) - normaliser) }
    case .oneVsAll:
      normaliseSigmoids(row, into: probabilities)
    case .rejectorOnly:
      let sum = row[0..<classes].reduce(0) { $0 + Double($1) }
      for k in 0..<classes { probabilities[k] = Double(row[k]) / sum }
    }
  }

  /// Writes `P(m_j = y | x)` `[J]`, at most 1.
  package func expertCorrectness(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    conformalScores(row, into: probabilities)
    for j in 0..<experts { probabilities[j] = probability(ofScore: probabilities[j]) }
  }

  /// Writes the served scores `[J]`, uncapped, that conformal sets order and compare.
  ///
  /// `g_⊥j` for OvA and for a rejector; `g_⊥j - logsumexp(g_1..g_K)` for softmax, the logarithm of Eq. 12 without
  /// the cap; `log w_j` for a mixture of experts; 0 for a classifier alone, which learned nothing of them.
  package func conformalScores(
    _ row: UnsafeBufferPointer<Float>, into scores: UnsafeMutableBufferPointer<Double>
  ) {
    let first = firstExpert
    let normaliser =
      switch surrogate {
      case .oneVsAll, .rejectorOnly, .classifierOnly: 0.0
      case .softmax: logSumExp(row[0..<classes])
      case .mixtureOfExperts: logSumExp(row[classes..<width])
      }
    let isTrained = surrogate != .classifierOnly
    for j in 0..<experts { scores[j] = isTrained ? Double(row[first + j]) - normaliser : 0 }
  }

  /// Shows a served score as a probability: `min(1, exp s)` for softmax and a mixture of experts, else `σ(s)`.
  package func probability(ofScore score: Double) -> Double {
    switch surrogate {
    case .oneVsAll, .rejectorOnly, .classifierOnly: sigmoid(score)
    case .softmax, .mixtureOfExperts: min(1, exp(score))
    }
  }

  /// `log(p_h / Σ_{k≠h} p_k)`: the logit of a given probability, normalised, without the cancellation of `1 - p_h`.
  private func logit(_ row: UnsafeBufferPointer<Float>, of h: Int) -> Double {
    var others = 0.0
    for k in 0..<classes where k != h { others += Double(row[k]) }
    return log(Double(row[h])) - log(others)
  }

  // In logs: with every logit far below zero all σ underflow, their ratios do not.
  private func normaliseSigmoids(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    var largest = -Double.infinity
    for k in 0..<classes {
      probabilities[k] = -softplus(-Double(row[k]))
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
