/// The experts' terms of one-vs-all, beside a classifier that lives elsewhere.
///
/// The two stages of Mao et al. (2023). Outputs `g_⊥1..g_⊥J` alone; with `φ(z) = log(1 + e^-z)`: `Σ_j [ c_j φ(g_⊥j) + (1 - c_j) φ(-g_⊥j) ]` over the
/// experts whose label is known. Gradient: `σ(g_⊥j) - c_j`.
package struct RejectorOnly: Surrogate {
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
}
