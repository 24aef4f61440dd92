/// A decision with everything that was said about it since.
package struct StoredDecision: Sendable, Equatable {
  /// The decision as it was answered.
  package let record: DecisionRecord
  /// Every label ever given, in the order of storing; replaced ones stay.
  package let labelHistory: [StoredLabel]
  /// Every outcome ever reported, in the order of storing; the last one counts.
  package let outcomeHistory: [OutcomeRecord]

  /// Joins a decision's rows, each history in the order of storing.
  package init(record: DecisionRecord, labelHistory: [StoredLabel], outcomeHistory: [OutcomeRecord]) {
    self.record = record
    self.labelHistory = labelHistory
    self.outcomeHistory = outcomeHistory
  }

  /// The labels that count: at most one an expert, none of them replaced.
  package var labels: [LabelRecord] {
    let replaced = Set(labelHistory.compactMap(\.replaces))
    return labelHistory.filter { !replaced.contains($0.number) }.map(\.record)
  }

  /// The outcome that counts; nil while the truth is unknown.
  package var outcome: OutcomeRecord? { outcomeHistory.last }
}

/// A label with its place in the decision's history.
package struct StoredLabel: Sendable, Equatable {
  /// Its place in the decision's history, counted from 1.
  package let number: Int
  /// The label as it was given.
  package let record: LabelRecord
  /// The number of the same expert's label that this one replaced.
  package let replaces: Int?

  /// Places a label in its decision's history.
  package init(number: Int, record: LabelRecord, replaces: Int?) {
    self.number = number
    self.record = record
    self.replaces = replaces
  }
}
