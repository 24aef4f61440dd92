import Formats
import LearningToDefer

/// Holds one model version as it is served: immutable, shared by every loop without a lock.
package final class ServingModel: Sendable {
  /// Registry's number of this version: `1`, `2`, ...
  package let version: String
  /// Manifest, network and calibration.
  package let bundle: ModelBundle
  /// Reads the network's outputs as equations 12 and 13 do, and as its maps say.
  package let estimator: CorrectnessEstimator
  /// Who decides, without a budget.
  package let policy: DecisionPolicy
  /// Keeps a wished share of inputs deferred; nil without a budget.
  package let regulator: DeferralRegulator?
  /// Everybody the model knows.
  package let everyone: ExpertSet
  /// Experts that every calibration row was labelled by; empty without a calibration.
  package let pool: ExpertSet
  /// Whether some experts have a prior in place of a trained output.
  package let hasPriors: Bool
  private let classIndices: [String: Int]
  private let expertIndices: [String: Int]

  /// Class names, in the order of the network's outputs.
  package var classes: [String] { bundle.manifest.classes }
  /// Expert names, in the order of the network's outputs.
  package var experts: [String] { bundle.manifest.experts }
  /// Features of one input, or numbers of a text's vector.
  package var inputs: Int { bundle.network.inputs }
  /// Whether an input is a text rather than features.
  package var takesText: Bool { bundle.network.embedding != nil }

  /// Creates the model that serves `bundle` under a version.
  ///
  /// - Parameters:
  ///   - policy: who decides; nil for the bundle's own maps without costs.
  ///   - budget: a wished share of deferred inputs; nil for none.
  package init(
    version: String, bundle: ModelBundle, policy: DecisionPolicy? = nil, budget: DeferralWish? = nil
  ) {
    self.version = version
    self.bundle = bundle
    let policy = policy ?? DecisionPolicy(bundle.estimator)
    self.policy = policy
    estimator = policy.estimator
    regulator = budget.map {
      DeferralRegulator($0, policy: policy, calibration: bundle.conformal?.calibrationRows)
    }
    let experts = bundle.manifest.experts
    everyone = ExpertSet(all: experts.count)
    hasPriors = !estimator.priors.isEmpty
    pool = ExpertSet(bundle.conformal?.pool ?? [], of: experts.count)
    classIndices = Dictionary(uniqueKeysWithValues: zip(bundle.manifest.classes, 0...))
    expertIndices = Dictionary(uniqueKeysWithValues: zip(experts, 0...))
  }

  /// Returns a class's index, or nil if the model does not know it.
  package func classIndex(_ name: String) -> Int? { classIndices[name] }

  /// Returns an expert's index, or nil if the model does not know them.
  package func expertIndex(_ name: String) -> Int? { expertIndices[name] }

  /// Whether `other` takes the same inputs and answers with the same classes.
  package func isInterchangeable(with other: ServingModel) -> Bool {
    let isSameInput = takesText ? other.takesText : !other.takesText && inputs == other.inputs
    return isSameInput && classes == other.classes
      && estimator.takesClassProbabilities == other.estimator.takesClassProbabilities
  }
}
