import Glibc

/// The softmax surrogate over classes and experts together.
///
/// Eq. 8: `-log t_y - Σ_j c_j log t_⊥j`, `t = softmax(g)` over the K classes and the experts whose label is known.
/// Gradient: `(1 + Σ_j c_j) t - onehot(y) - onehot(correct experts)`.
package struct Softmax: Surrogate {
  /// `softmax`.
  package let name = "softmax"

  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let classes = logits.count - correct.count
    let isSeen = { (index: Int) in index < classes || correct[index - classes] >= 0 }
    let isTarget = { (index: Int) in index < classes ? index == label : correct[index - classes] == 1 }
    var largest = -Double.infinity
    for index in 0..<logits.count where isSeen(index) { largest = max(largest, Double(logits[index])) }
    var sum = 0.0
    for index in 0..<logits.count where isSeen(index) { sum += exp(Double(logits[index]) - largest) }

    let logSum = log(sum)
    var loss = 0.0
    var targets = 0.0
    for index in 0..<logits.count where isTarget(index) {
      loss += logSum - (Double(logits[index]) - largest)
      targets += 1
    }
    for index in 0..<logits.count {
      let t = isSeen(index) ? exp(Double(logits[index]) - largest) / sum : 0
      gradient[index] = Float(targets * t - (isTarget(index) ? 1 : 0))
    }
    return loss
  }

  /// Computes a batch at once.
  package func computeLosses(_ batch: LossBatch, rows: Int) {
    Kernels.softmax(batch, targets: 0..<batch.classes + batch.experts, rows: rows)
  }

  /// Writes `softmax(g_1..g_K)`, over the classes alone.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    writeSoftmax(row, into: probabilities)
  }

  /// `logsumexp(g_1..g_K)`.
  ///
  /// The served score is the logarithm of Eq. 12, `t_⊥j / (1 - Σ_j' t_⊥j')`, without its cap.
  package func normaliser(_ row: UnsafeBufferPointer<Float>, classes: Int) -> Double {
    logSumExp(row[0..<classes])
  }

  /// Shows `exp s`, equation 12, capped at 1 as in the paper's figures.
  package func probability(ofScore score: Double) -> Double { min(1, exp(score)) }

  /// The logarithm.
  package func score(ofProbability probability: Double) -> Double? { log(probability) }

  /// Whether equation 12 gives more than 1.
  package func isCapped(score: Double) -> Bool { score > 0 }
}

extension SurrogateName {
  /// Softmax over classes and experts together.
  package static let softmax = SurrogateName(Softmax())
}
