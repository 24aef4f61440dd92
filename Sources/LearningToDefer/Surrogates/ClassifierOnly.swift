import Glibc

/// The cross-entropy of the classes alone: the paper's baseline "one classifier", which never defers.
///
/// Outputs `g_1..g_K`: of experts it learns nothing. `-log p_y`, `p = softmax(g)`. Gradient: `p - onehot(y)`.
package struct ClassifierOnly: Surrogate {
  /// `classifier`.
  package let name = "classifier"

  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient, `[K]`.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let logSum = logSumExp(logits[...])
    for k in logits.indices {
      gradient[k] = Float(exp(Double(logits[k]) - logSum) - (k == label ? 1 : 0))
    }
    return logSum - Double(logits[label])
  }

  /// Computes a batch at once.
  package func computeLosses(_ batch: LossBatch, rows: Int) {
    Kernels.softmax(batch, targets: 0..<batch.classes, rows: rows)
  }

  /// There are no experts' outputs.
  package func firstExpert(classes: Int) -> Int? { nil }

  /// The classes alone.
  package func outputsInWords(classes: Int, experts: Int) -> String {
    "\(classes) classes, for a classifier learns nothing of experts"
  }

  /// Infinity: nobody is ever preferred.
  package func classifierOutput(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double {
    .infinity
  }

  /// The logit of `p_h`: `g_h - logsumexp` of the other classes.
  package func classifierScore(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double {
    Double(row[h]) - logSumExp((0..<classes).lazy.filter { $0 != h }.map { row[$0] })
  }

  /// Writes `softmax(g_1..g_K)`.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    writeSoftmax(row, into: probabilities)
  }

  /// `σ(s)`: even chances for the score 0 of somebody of whom nothing is known.
  package func probability(ofScore score: Double) -> Double { sigmoid(score) }
}

extension SurrogateName {
  /// The classes alone; never defers.
  package static let classifierOnly = SurrogateName(ClassifierOnly())
}
