import Glibc

/// The softmax surrogate over classes and experts together.
///
/// Eq. 8: `-log t_y - Σ_j c_j log t_⊥j`, `t = softmax(g)` over the K classes and the experts whose label is known.
/// Gradient: `(1 + Σ_j c_j) t - onehot(y) - onehot(correct experts)`.
package struct Softmax: Surrogate {
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
}
