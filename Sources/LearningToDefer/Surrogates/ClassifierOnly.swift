import Glibc

/// The cross-entropy of the classes alone: the paper's baseline "one classifier", which never defers.
///
/// `-log p_y`, `p = softmax(g_1..g_K)`. Gradient: `p - onehot(y)` for the classes, 0 for the experts' outputs.
package struct ClassifierOnly: Surrogate {
  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient, `[K + J]`.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let classes = logits.count - correct.count
    let logSum = logSumExp(logits[0..<classes])
    for k in 0..<classes {
      gradient[k] = Float(exp(Double(logits[k]) - logSum) - (k == label ? 1 : 0))
    }
    for j in 0..<correct.count { gradient[classes + j] = 0 }
    return logSum - Double(logits[label])
  }
}
