import LearningToDefer
import Storage

/// Says how far a conformal set's error rate is guaranteed.
package enum Guarantee: String, Sendable {
  /// Every expert of the calibration could be asked.
  case fullPool = "full-pool"
  /// Some of the calibration's experts could not be asked; the threshold was refitted for the others.
  case reducedPool = "reduced-pool"
  /// No calibration stands behind the set, or it is of other inputs: sets are calibrated on those that are deferred without costs, budget
  /// and capacities.
  case none
}

/// Holds a conformal set and what it promises.
package struct ConformalAnswer: Sendable, Equatable {
  /// Experts in the set.
  package var experts: ExpertSet
  /// Error rate of the set; nil for a set of the best k.
  package var alpha: Double?
  /// `exact`, or `top-k` for a set of the best k.
  package var statistic: String
  /// Least P(m_j = y | x) of the set's experts; nil where every expert is in it.
  package var threshold: Double?
  /// Whether a calibration stands behind the threshold.
  package var calibrated: Bool
  /// How far the error rate is guaranteed.
  package var guarantee: Guarantee
}

/// Holds everything that was decided about one input.
///
/// The buffers belong to the decider and are valid only until it decides again.
package struct Decision {
  /// Model that decided.
  package let model: ServingModel
  /// Who decides.
  package let maker: DecisionMaker
  /// Classifier's class; with costs of errors the one that is expected to cost least.
  package let predictedClass: Int
  /// Input as it came, or a text's vector, `[d]`.
  package let features: UnsafeBufferPointer<Float>
  /// Model's outputs as its estimator reads them, `[K + J]` for most; a rejector's begin with the given class probabilities.
  package let logits: UnsafeBufferPointer<Float>
  /// P(y = k | x), `[K]`.
  package let classProbabilities: UnsafeBufferPointer<Double>
  /// P(m_j = y | x), `[J]`.
  package let expertCorrectness: UnsafeBufferPointer<Double>
  /// Experts who hold the right ones at the wished error rate; nil for a model that never defers.
  package let conformalSet: ConformalAnswer?

  /// Whether the classifier answers or an expert is asked.
  package var action: DecisionAction { maker == .classifier ? .predict : .defer }
  /// Chosen expert's name; nil when the classifier answers.
  package var expert: String? {
    if case .expert(let index) = maker { model.experts[index] } else { nil }
  }
  /// Class probabilities as they came with the input, `[K]`; nil for a model that takes none.
  package var givenClassProbabilities: UnsafeBufferPointer<Float>? {
    guard model.estimator.takesClassProbabilities else { return nil }
    return UnsafeBufferPointer(rebasing: logits[..<model.classes.count])
  }
  /// Classifier's class by name.
  package var prediction: String { model.classes[predictedClass] }
}
