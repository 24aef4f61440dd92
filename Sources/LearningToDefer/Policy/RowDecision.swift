/// What was decided on one row.
package struct RowDecision: Sendable, Equatable {
  /// Who decides.
  package let maker: DecisionMaker
  /// The classifier's class: `h(x)`, under a cost matrix the answer that is expected to cost least.
  package let answer: Int
}
