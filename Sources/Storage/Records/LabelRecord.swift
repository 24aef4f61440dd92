/// An expert's answer to a decision, as it was given.
package struct LabelRecord: Sendable, Equatable {
  /// The decision that it answers.
  package var decision: DecisionID
  /// Who labelled.
  package var expert: String
  /// The class that the expert chose.
  package var label: String
  /// How long the expert took, where the client measured it.
  package var seconds: Double?
  /// Whether the expert had been asked, or labelled unasked.
  package var asked: Bool
  /// Milliseconds since 1970, UTC.
  package var createdAt: Int64

  /// Takes every column as it is.
  package init(
    decision: DecisionID, expert: String, label: String, seconds: Double? = nil, asked: Bool, createdAt: Int64
  ) {
    self.decision = decision
    self.expert = expert
    self.label = label
    self.seconds = seconds
    self.asked = asked
    self.createdAt = createdAt
  }
}
