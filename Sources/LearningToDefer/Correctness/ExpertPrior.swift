/// An expert's chance to be right before there is a trained output for them.
package struct ExpertPrior: Sendable, Hashable {
  /// Keeps outputs finite where a whole team was never wrong, or never right.
  private static let margin = 1e-6

  /// The labels that it was learned from.
  package let labels: Int
  /// The chance over all inputs.
  package let overall: Double
  /// `s_j`: the chance where the classifier predicts each class, `[K]`.
  package let byClass: [Double]

  /// Keeps chances, each within a millionth of 0 and 1.
  package init(labels: Int, overall: Double, byClass: [Double]) {
    precondition(labels >= 0, "a number of labels is not negative")
    precondition(([overall] + byClass).allSatisfy { $0 >= 0 && $0 <= 1 }, "a chance is within 0 and 1")
    let inside = { (chance: Double) in min(max(chance, Self.margin), 1 - Self.margin) }
    self.labels = labels
    self.overall = inside(overall)
    self.byClass = byClass.map(inside)
  }
}
