/// How many decisions the store holds, by what became of them.
package struct DecisionCounts: Sendable, Equatable {
  /// Decisions that the classifier answered.
  package var predicted = 0
  /// Decisions that went to an expert.
  package var deferred = 0
  /// Decisions whose outcome is known.
  package var finished = 0
  /// Labels that count: replaced ones are not among them.
  package var labels = 0

  /// Starts at nothing.
  package init() {}

  /// Every decision, whoever answered.
  package var total: Int { predicted + deferred }
}

/// What one expert was asked, answered, and got right.
package struct ExpertCounts: Sendable, Equatable {
  /// Decisions that were sent to the expert.
  package var assigned = 0
  /// Decisions that the expert labelled, asked or not.
  package var labels = 0
  /// Labelled decisions whose outcome is known.
  package var scored = 0
  /// Scored decisions where label and outcome agree.
  package var correct = 0

  /// Starts at nothing.
  package init() {}
}
