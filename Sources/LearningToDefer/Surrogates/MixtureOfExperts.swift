import Glibc

/// The mixture of experts, the paper's baseline, which is not consistent.
///
/// From Hemmer et al. (2022). Outputs `g_1..g_K`, then the weights' logits of the classifier and of each expert. With `p = softmax(g)`, `w` the
/// softmax over the classifier and the experts whose label is known, `a_0 = w_0 p_y` and `a_j = w_j c_j` the loss is
/// `-log Σ a`. Gradient: `w - q` for the weights and `q_0 (p - onehot(y))` for the classes, `q = a / Σ a`.
package struct MixtureOfExperts: Surrogate {
  /// `moe`.
  package let name = "moe"

  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient, `[K + 1 + J]`.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let classes = logits.count - correct.count - 1
    let weights = classes..<logits.count  // the classifier's, then the experts'
    let classSum = logSumExp(logits[0..<classes])
    let weightSum = logSumExp(
      weights.lazy.filter { $0 == classes || correct[$0 - classes - 1] >= 0 }.map { logits[$0] })
    let logW = { (index: Int) in Double(logits[index]) - weightSum }
    let own = logW(classes) + Double(logits[label]) - classSum  // log a_0
    let likelihood = logSumExp(  // log Σ a
      weights.lazy.filter { $0 == classes || correct[$0 - classes - 1] == 1 }
        .map { $0 == classes ? own : logW($0) })

    let share = exp(own - likelihood)  // q_0
    for k in 0..<classes {
      let p = exp(Double(logits[k]) - classSum)
      gradient[k] = Float(share * (k == label ? p - 1 : p))
    }
    gradient[classes] = Float(exp(logW(classes)) - share)
    for j in 0..<correct.count {
      let index = classes + 1 + j
      let w = correct[j] >= 0 ? exp(logW(index)) : 0
      gradient[index] = Float(correct[j] == 1 ? w - exp(logW(index) - likelihood) : w)
    }
    return -likelihood
  }

  /// The classifier's weight stands between the classes and the experts' weights.
  package func firstExpert(classes: Int) -> Int? { classes + 1 }

  /// The classes, the classifier's weight and the experts.
  package func outputsInWords(classes: Int, experts: Int) -> String {
    "\(classes) classes, the classifier's weight and \(experts) experts"
  }

  /// The logit of the classifier's weight `w_0`, whatever its answer.
  package func classifierOutput(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double {
    Double(row[classes])
  }

  /// Writes `softmax(g_1..g_K)`.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    writeSoftmax(row, into: probabilities)
  }

  /// `logsumexp` of the weights' logits: the served score of expert j is `log w_j`.
  package func normaliser(_ row: UnsafeBufferPointer<Float>, classes: Int) -> Double {
    logSumExp(row[classes...])
  }

  /// The weight `w_j` itself is the estimate.
  package func probability(ofScore score: Double) -> Double { min(1, exp(score)) }

  /// A weight is a share among all deciders, so there is none.
  package func score(ofProbability probability: Double) -> Double? { nil }
}

extension SurrogateName {
  /// A mixture of the classifier and the experts.
  package static let mixtureOfExperts = SurrogateName(MixtureOfExperts())
}
