/// Reads one row of a model's outputs: who is right, and with what probability.
///
/// Eq. 12 and 13. A row is what the network gives, K classes first and J experts last; for a rejector it is the class
/// probabilities that came with the input, then the network's J outputs; for a classifier alone it ends with the
/// classes. What the numbers mean is the surrogate's to say, and with maps what they were found to be worth. Everything is
/// computed in float64.
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
  /// The maps that estimates go through; nil where nobody has one.
  package let maps: CalibrationMaps?

  /// What stands in place of the trained outputs of experts with few labels, by index; `ModelPass` puts it there.
  package var priors: [Int: ExpertPrior] = [:]

  /// Describes the rows of a surrogate.
  package init(surrogate: SurrogateName, classes: Int, experts: Int, maps: CalibrationMaps? = nil) {
    precondition(classes > 0 && experts >= 0, "there is at least one class")
    precondition(maps.map { $0.experts.count == experts } ?? true, "every expert has a map")
    // Without a single map everything is the paper's, to the bit.
    self.maps = maps.flatMap { $0.areIdentity ? nil : $0 }
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

  /// The classifier's output in the units of `outputs`: its map's u.
  package func classifierScore(_ row: UnsafeBufferPointer<Float>, answer h: Int) -> Double {
    surrogate.surrogate.classifierScore(row, classes: classes, answer: h)
  }

  /// The chance that the classifier's answer h is right, as decisions compare it: its map's, else the surrogate's reading.
  package func classifierCorrectness(ofScore score: Double) -> Double {
    probability(of: score, map: maps?.classifier)
  }

  /// The chance that an expert is right, as decisions compare it: the map's, else the surrogate's reading.
  package func expertCorrectness(ofScore score: Double, expert: Int) -> Double {
    probability(of: score, map: maps?.experts[expert])
  }

  private func probability(of score: Double, map: CalibrationMap?) -> Double {
    guard let map else { return surrogate.surrogate.probability(ofScore: score) }
    return map.probability(of: score) { surrogate.surrogate.probability(ofScore: $0) }
  }

  /// Writes `P(y = k | x)` `[K]`, which sum to 1.
  ///
  /// With a map of the classifier `P(y = h | x)` is the mapped one, and the other classes share the rest as they did before.
  package func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(probabilities.count == classes, "every class has a probability")
    surrogate.surrogate.classProbabilities(row, into: probabilities)
    guard let maps, maps.classifier != .identity else { return }
    let h = predictedClass(row)
    let own = classifierCorrectness(ofScore: classifierScore(row, answer: h))
    probabilities[h] = 0
    let others = probabilities.reduce(0, +)
    for k in probabilities.indices {
      let share = others > 0 ? probabilities[k] / others : 1 / Double(classes - 1)
      probabilities[k] = k == h ? own : share * (1 - own)
    }
  }

  /// Writes `P(m_j = y | x)` `[J]`, at most 1.
  package func expertCorrectness(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    outputs(row, into: probabilities)
    showCorrectness(ofOutputs: probabilities)
  }

  /// Replaces all experts' outputs u `[J]` by the chances that they are right, at most 1.
  func showCorrectness(ofOutputs outputs: UnsafeMutableBufferPointer<Double>) {
    guard maps != nil else { return surrogate.surrogate.showProbabilities(outputs) }
    for j in 0..<experts { outputs[j] = expertCorrectness(ofScore: outputs[j], expert: j) }
  }

  /// Writes the experts' outputs u `[J]`, uncapped and without maps.
  ///
  /// `g_⊥j` for OvA and for a rejector; `g_⊥j - logsumexp(g_1..g_K)` for softmax, the logarithm of Eq. 12 without
  /// the cap; `log w_j` for a mixture of experts; 0 for a classifier alone, which learned nothing of them.
  package func outputs(
    _ row: UnsafeBufferPointer<Float>, into outputs: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(outputs.count == experts, "every expert has an output")
    guard let first = firstExpert else { return outputs.update(repeating: 0) }
    let normaliser = surrogate.surrogate.normaliser(row, classes: classes)
    for j in 0..<experts { outputs[j] = Double(row[first + j]) - normaliser }
  }

  /// Writes the served scores `[J]` that conformal sets order and compare: the outputs u, with maps the mapped values.
  package func conformalScores(
    _ row: UnsafeBufferPointer<Float>, into scores: UnsafeMutableBufferPointer<Double>
  ) {
    guard maps != nil else { return outputs(row, into: scores) }
    expertCorrectness(row, into: scores)
    partTies(scores, of: row)
  }

  /// Shows a served score as a probability, at most 1.
  package func probability(ofScore score: Double) -> Double {
    maps == nil ? surrogate.surrogate.probability(ofScore: score) : min(1, score)
  }

  /// Whether an expert's output stands for more than 1 and was capped (softmax without a map only).
  package func isCapped(score: Double, expert: Int) -> Bool {
    (maps?.experts[expert] ?? .identity) == .identity && surrogate.surrogate.isCapped(score: score)
  }
}
