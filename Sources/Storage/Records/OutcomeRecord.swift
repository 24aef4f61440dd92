/// The true class of a decision's input, as someone reported it.
package struct OutcomeRecord: Sendable, Equatable {
  /// The decision that it settles.
  package var decision: DecisionID
  /// The true class.
  package var label: String
  /// Where the truth comes from: a biopsy, an auditor, a later event.
  package var source: String?
  /// Milliseconds since 1970, UTC.
  package var createdAt: Int64

  /// Takes every column as it is.
  package init(decision: DecisionID, label: String, source: String? = nil, createdAt: Int64) {
    self.decision = decision
    self.label = label
    self.source = source
    self.createdAt = createdAt
  }
}
