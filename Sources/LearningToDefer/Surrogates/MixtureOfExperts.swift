import Glibc

/// The mixture of experts, the paper's baseline, which is not consistent.
///
/// From Hemmer et al. (2022). Outputs `g_1..g_K`, then the weights' logits of the classifier and of each expert. With `p = softmax(g)`, `w` the
/// softmax over the classifier and the experts whose label is known, `a_0 = w_0 p_y` and `a_j = w_j c_j` the loss is
/// `-log Σ a`. Gradient: `w - q` for the weights and `q_0 (p - onehot(y))` for the classes, `q = a / Σ a`.
package struct MixtureOfExperts: Surrogate {
  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient, `[K + 1 + J]`.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let classes = logits.count - correct.count - 1
    let classSum = logSumExp(logits[0..<classes])
    let weightSum = weightSum(logits, classes: classes, correct: correct)
    let logA = { (j: Int) in Double(logits[classes + 1 + j]) - weightSum }
    let own = Double(logits[classes]) - weightSum + Double(logits[label]) - classSum  // log a_0

    var largest = own
    for j in 0..<correct.count where correct[j] == 1 { largest = max(largest, logA(j)) }
    var sum = exp(own - largest)
    for j in 0..<correct.count where correct[j] == 1 { sum += exp(logA(j) - largest) }
    let likelihood = largest + log(sum)  // log Σ a

    let share = exp(own - likelihood)  // q_0
    for k in 0..<classes {
      let p = exp(Double(logits[k]) - classSum)
      gradient[k] = Float(share * (k == label ? p - 1 : p))
    }
    gradient[classes] = Float(exp(Double(logits[classes]) - weightSum) - share)
    for j in 0..<correct.count {
      let w = correct[j] >= 0 ? exp(logA(j)) : 0
      gradient[classes + 1 + j] = Float(correct[j] == 1 ? w - exp(logA(j) - likelihood) : w)
    }
    return -likelihood
  }

  /// The logarithm of the softmax's denominator, over the classifier's weight and those of observed experts.
  private func weightSum(
    _ logits: UnsafeBufferPointer<Float>, classes: Int, correct: UnsafeBufferPointer<Int8>
  ) -> Double {
    let isSeen = { (j: Int) in j < 0 || correct[j] >= 0 }
    var largest = -Double.infinity
    for j in -1..<correct.count where isSeen(j) { largest = max(largest, Double(logits[classes + 1 + j])) }
    var sum = 0.0
    for j in -1..<correct.count where isSeen(j) { sum += exp(Double(logits[classes + 1 + j]) - largest) }
    return largest + log(sum)
  }
}
