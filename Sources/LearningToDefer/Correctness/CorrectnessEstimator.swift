/// Reads one row of a model's outputs: who is right, and with what probability.
///
/// Eq. 12 and 13. A row is what the network gives, K classes first and J experts last; for a rejector it is the class
/// probabilities that came with the input, then the network's J outputs; for a classifier alone it ends with the
/// classes. What the numbers mean is the surrogate's to say. Everything is computed in float64.
package struct CorrectnessEstimator: Sendable, Hashable {
  /// The loss that the network was trained with.
  package let surrogate: SurrogateName
  /// The number of classes, K.
  package let classes: Int
  /// The number of experts, J.
  package let experts: Int
  /// The numbers of one row.
  package let width: Int
  /// Where the experts' outputs begin in a row; nil for a classifier alone.
  package let firstExpert: Int?

  /// What stands in place of the trained outputs of experts with few labels, by index; `ModelPass` puts it there.
  package var priors: [Int: ExpertPrior] = [:]

  /// Describes the rows of a surrogate.
  package init(surrogate: SurrogateName, classes: Int, experts: Int) {
    precondition(classes > 0 && experts >= 0, "there is at least one class")
    self.surrogate = surrogate
    self.classes = classes
    self.experts = experts
    width = surrogate.surrogate.width(classes: classes, experts: experts)
    firstExpert = surrogate.surrogate.firstExpert(classes: classes)
  }

  /// The outputs of the network.
  package var outputs: Int { surrogate.surrogate.outputs(classes: classes, experts: experts) }

  /// The first of the network's outputs that is an expert's; nil for a classifier alone.
  package var firstExpertOutput: Int? { firstExpert.map { $0 - (takesClassProbabilities ? classes : 0) } }

  /// Whether an expert's output can be set without a look at the others'; not so for a mixture of experts.
  package var takesPriors: Bool { defers && surrogate.surrogate.score(ofProbability: 0.5) != nil }

  /// Writes the priors' outputs into a row of the model's.
  ///
  /// - Complexity: O(K) where there are any.
  func writePriors(into row: UnsafeMutableBufferPointer<Float>) {
    guard let firstExpert, !priors.isEmpty else { return }
    let own = UnsafeBufferPointer(row)
    let h = predictedClass(own)
    let normaliser = surrogate.surrogate.normaliser(own, classes: classes)
    for (expert, prior) in priors {
      guard let score = surrogate.surrogate.score(ofProbability: prior.byClass[h]) else { continue }
      row[firstExpert + expert] = Float(score + normaliser)
    }
  }

  /// Whether it can ever defer and knows anything of the experts; not so for a classifier alone.
  package var defers: Bool { firstExpert != nil }

  /// Whether each input comes with class probabilities from a classifier that lives elsewhere.
  package var takesClassProbabilities: Bool { surrogate.surrogate.takesClassProbabilities }

  /// The classifier's answer, `h(x) = argmax_k g_k`; the lowest index wins a tie.
  package func predictedClass(_ row: UnsafeBufferPointer<Float>) -> Int {
    var best = 0
    for k in 1..<classes where row[k] > row[best] { best = k }
    return best
  }

  /// What the classifier's answer h is compared with experts' outputs by.
  package func classifierOutput(_ row: UnsafeBufferPointer<Float>, answer h: Int) -> Double {
    surrogate.surrogate.classifierOutput(row, classes: classes, answer: h)
  }

  /// The classifier's output in the units of the served scores: `probability(ofScore:)` shows it.
  package func classifierScore(_ row: UnsafeBufferPointer<Float>, answer h: Int) -> Double {
    classifierOutput(row, answer: h) - surrogate.surrogate.normaliser(row, classes: classes)
  }

  /// Writes `P(y = k | x)` `[K]`.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(probabilities.count == classes, "every class has a probability")
    surrogate.surrogate.classProbabilities(row, into: probabilities)
  }

  /// Writes `P(m_j = y | x)` `[J]`, at most 1.
  package func expertCorrectness(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    conformalScores(row, into: probabilities)
    surrogate.surrogate.showProbabilities(probabilities)
  }

  /// Writes the served scores `[J]`, uncapped, that conformal sets order and compare.
  ///
  /// `g_⊥j` for OvA and for a rejector; `g_⊥j - logsumexp(g_1..g_K)` for softmax, the logarithm of Eq. 12 without
  /// the cap; `log w_j` for a mixture of experts; 0 for a classifier alone, which learned nothing of them.
  package func conformalScores(
    _ row: UnsafeBufferPointer<Float>, into scores: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(scores.count == experts, "every expert has a score")
    guard let first = firstExpert else { return scores.update(repeating: 0) }
    let normaliser = surrogate.surrogate.normaliser(row, classes: classes)
    for j in 0..<experts { scores[j] = Double(row[first + j]) - normaliser }
  }

  /// Shows a served score as a probability, at most 1.
  package func probability(ofScore score: Double) -> Double {
    surrogate.surrogate.probability(ofScore: score)
  }

  /// Whether a served score stands for more than 1 and was capped (softmax only).
  package func isCapped(score: Double) -> Bool { surrogate.surrogate.isCapped(score: score) }
}
