import LearningToDefer

/// Says which experts a conformal set should hold.
package enum SetRule: Sendable, Equatable {
  /// All that are needed for an error rate.
  case errorRate(Double)
  /// The best `k`, without a guarantee.
  case top(Int)
}

/// Holds what a request may ask of one decision beside its input.
package struct DecisionOptions: Sendable {
  /// How the conformal set is cut.
  package var rule: SetRule
  /// Experts that may be asked; nil for everyone.
  package var experts: ExpertSet?
  /// Who decides, where a batch was shared out over experts' capacities; nil for whom the policy chooses.
  package var assigned: DecisionMaker?
  /// Higher is sooner on the experts' desks.
  package var priority = 0
  /// JSON object that experts are shown, as it came.
  package var metadata: String?
  /// W3C trace context of the request.
  package var traceparent: String?
  /// Client's key for repeating the request safely.
  package var idempotencyKey: String?

  /// Creates the options of a request that asks for nothing special.
  package init(alpha: Double) {
    rule = .errorRate(alpha)
  }
}
