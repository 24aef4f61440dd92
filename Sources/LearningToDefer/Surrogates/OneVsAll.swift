import Glibc

/// The one-vs-all surrogate: every output a binary classifier.
///
/// Eq. 9, with `φ(z) = log(1 + e^-z)`:
/// `φ(g_y) + Σ_{k≠y} φ(-g_k) + Σ_j [ c_j φ(g_⊥j) + (1 - c_j) φ(-g_⊥j) ]`, over the experts whose label is known.
/// Gradient: `σ(g) - target`, target 1 for the true class and the correct experts.
package struct OneVsAll: Surrogate {
  /// `ova`.
  package let name = "ova"

  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let classes = logits.count - correct.count
    var loss = 0.0
    for k in 0..<classes {
      loss += term(logits[k], isTarget: k == label, gradient: &gradient[k])
    }
    for j in 0..<correct.count {
      gradient[classes + j] = 0
      guard correct[j] >= 0 else { continue }
      loss += term(logits[classes + j], isTarget: correct[j] == 1, gradient: &gradient[classes + j])
    }
    return loss
  }

  /// `φ(g)` for a target, else `φ(-g)`; one exponential serves the loss and the gradient.
  private func term(_ logit: Float, isTarget: Bool, gradient: inout Float) -> Double {
    let g = Double(logit)
    let power = exp(-abs(g))
    let small = power / (1 + power)
    // σ(g) - 1 = -σ(-g), which does not cancel.
    gradient = Float(isTarget ? -(g > 0 ? small : 1 - small) : (g > 0 ? 1 - small : small))
    return max(isTarget ? -g : g, 0) + log1p(power)
  }

  /// Computes a batch at once.
  package func computeLosses(_ batch: LossBatch, rows: Int) {
    Kernels.oneVsAll(batch, targets: 0..<batch.classes + batch.experts, rows: rows)
  }

  /// Writes `σ(g_k)`, normalised to sum to 1.
  ///
  /// In logs: with every logit far below zero all σ underflow, their ratios do not.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    var largest = -Double.infinity
    for k in probabilities.indices {
      probabilities[k] = -softplus(-Double(row[k]))
      largest = max(largest, probabilities[k])
    }
    var sum = 0.0
    for k in probabilities.indices {
      probabilities[k] = exp(probabilities[k] - largest)
      sum += probabilities[k]
    }
    for k in probabilities.indices { probabilities[k] /= sum }
  }

  /// Shows `P(m_j = y | x) = σ(g_⊥j)`, equation 13.
  package func probability(ofScore score: Double) -> Double { sigmoid(score) }
}

extension SurrogateName {
  /// One-vs-all, the default.
  package static let oneVsAll = SurrogateName(OneVsAll())
}
