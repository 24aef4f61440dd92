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
}
