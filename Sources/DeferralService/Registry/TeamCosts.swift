import Formats
import LearningToDefer

/// What asking experts and what errors cost, by name.
package struct TeamCosts: Sendable, Equatable {
  /// The cost of asking each expert; who is not named costs nothing.
  package var experts: [String: Double]
  /// What errors cost; nil where each costs 1.
  package var errors: ErrorCosts?

  /// Joins costs; left out, there are none.
  package init(experts: [String: Double] = [:], errors: ErrorCosts? = nil) {
    self.experts = experts
    self.errors = errors
  }

  /// The policy of a model under these costs; names that it does not know cost nothing.
  ///
  /// - Throws: `FormatError` for a matrix of other classes than the model's.
  package func policy(for bundle: ModelBundle) throws(FormatError) -> DecisionPolicy {
    DecisionPolicy(
      bundle.estimator, costs: bundle.manifest.experts.map { experts[$0] ?? 0 },
      errorCosts: try errors?.matrix(classes: bundle.manifest.classes), confusion: bundle.confusion)
  }

  /// Names with a cost whom a model does not know, sorted.
  package func strangers(to bundle: ModelBundle) -> [String] {
    experts.keys.filter { !bundle.manifest.experts.contains($0) }.sorted()
  }
}
