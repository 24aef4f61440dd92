import Glibc

/// The experts' terms of one-vs-all, beside a classifier that lives elsewhere.
///
/// The two stages of Mao et al. (2023). Outputs `g_⊥1..g_⊥J` alone; with `φ(z) = log(1 + e^-z)`: `Σ_j [ c_j φ(g_⊥j) + (1 - c_j) φ(-g_⊥j) ]` over the
/// experts whose label is known. Gradient: `σ(g_⊥j) - c_j`.
package struct RejectorOnly: Surrogate {
  /// `rejector`.
  package let name = "rejector"

  private let terms = OneVsAll()

  /// There is nothing to set.
  package init() {}

  /// Computes the loss and writes its gradient, `[J]`; the true class matters only through `c_j`.
  package func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    precondition(logits.count == correct.count, "a rejector has one output an expert")
    // Without classes only Eq. 9's sum over experts is left.
    return terms.loss(logits, label: label, correct: correct, gradient: gradient)
  }

  /// Computes a batch at once.
  package func computeLosses(_ batch: LossBatch, rows: Int) {
    Kernels.oneVsAll(batch, targets: batch.classes..<batch.classes + batch.experts, rows: rows)
  }

  /// Each input comes with its class probabilities.
  package var takesClassProbabilities: Bool { true }

  /// The experts alone.
  package func outputsInWords(classes: Int, experts: Int) -> String {
    "\(experts) experts, for a rejector has no classes"
  }

  /// The logit of the given `p_h`, normalised: `log(p_h / Σ_{k≠h} p_k)`, without the cancellation of `1 - p_h`.
  package func classifierOutput(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double {
    var others = 0.0
    for k in 0..<classes where k != h { others += Double(row[k]) }
    return log(Double(row[h])) - log(others)
  }

  /// Writes the given ones, normalised to sum to 1.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    var sum = 0.0
    for k in probabilities.indices { sum += Double(row[k]) }
    for k in probabilities.indices { probabilities[k] = Double(row[k]) / sum }
  }

  /// Shows `σ(g_⊥j)`, as one-vs-all.
  package func probability(ofScore score: Double) -> Double { sigmoid(score) }
}

extension SurrogateName {
  /// The experts alone, beside a classifier that lives elsewhere.
  package static let rejectorOnly = SurrogateName(RejectorOnly())
}
