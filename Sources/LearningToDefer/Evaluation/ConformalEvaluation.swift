/// How conformal sets fare on deferred rows where everybody in the pool gave a label.
package struct ConformalEvaluation: Sendable, Equatable {
  /// The error rate asked for.
  package let alpha: Double
  /// How the sets are cut, in served units.
  package let threshold: ConformalThreshold
  /// The threshold shown as a probability; nil for `everyone` and `top`.
  package let thresholdProbability: Double?
  /// The mean number of experts in a set; nil without rows.
  package let meanSetSize: Double?
  /// The mean share of correct experts left out; nil without rows.
  package let falseNegativeRate: Double?
  /// The rows that these figures are over.
  package let rows: Int

  /// The rule's name: `everyone`, `top` or `threshold`.
  package var rule: String {
    switch threshold {
    case .everyone: "everyone"
    case .top: "top"
    case .threshold: "threshold"
    }
  }
}
