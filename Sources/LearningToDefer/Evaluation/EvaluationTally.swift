/// Adds up rows, one by one.
struct EvaluationTally {
  let examples: Examples
  let policy: DecisionPolicy
  var conformal: ConformalTally
  var classifier = Evaluation.Share()
  var experts: [Evaluation.Share]
  var expertConfidence: [ConfidenceSample]
  var classifierConfidence = ConfidenceSample()
  var expertCorrect: [Int]
  var expertLabelled: [Int]
  var ensemble = EnsembleTally()
  var cappedEstimates = 0
  var classifierCorrect = 0
  var rowsWithTruth = 0
  var outcomes: [RowOutcome] = []
  var overflowingRows: [Int] = []
  /// What the scored rows cost together.
  var cost = 0.0
  /// The rows where it is known who would be right.
  var comparisons: [CoverageCurve.Row] = []
  let available: ExpertSet
  let estimator: CorrectnessEstimator
  private let scores: ScoreBuffer
  private let estimates: ScoreBuffer
  private let probabilities: ScoreBuffer
  private var correct: [Int8]

  init(examples: Examples, policy: DecisionPolicy, available: ExpertSet, conformal: ConformalTally) {
    self.examples = examples
    self.policy = policy
    self.available = available
    self.conformal = conformal
    estimator = policy.estimator
    experts = Array(repeating: Evaluation.Share(), count: estimator.experts)
    expertConfidence = Array(repeating: ConfidenceSample(), count: estimator.experts)
    expertCorrect = Array(repeating: 0, count: estimator.experts)
    expertLabelled = expertCorrect
    scores = ScoreBuffer(count: estimator.experts)
    estimates = ScoreBuffer(count: estimator.experts)
    probabilities = ScoreBuffer(count: estimator.classes)
    correct = Array(repeating: -1, count: estimator.experts)
  }

  /// Adds a row.
  ///
  /// - Returns: Who decides; nil where the row overflows.
  mutating func add(_ row: Int, logits: UnsafeBufferPointer<Float>) -> DecisionMaker? {
    guard logits.allFinite else {
      overflowingRows.append(row)
      outcomes.append(.unscored)
      return nil
    }
    for j in correct.indices { correct[j] = examples.correctness(row: row, expert: j) }
    let truth = Int(examples.labels[row])
    let decision = policy.decide(logits, available: available)
    if truth >= 0 { addClassifier(logits, answer: decision.answer, isRight: decision.answer == truth) }
    addEstimates(logits)
    addComparison(logits, truth: truth, answer: decision.answer)
    switch decision.maker {
    case .classifier:
      let isRight: Int8 = truth < 0 ? -1 : decision.answer == truth ? 1 : 0
      outcomes.append(classifier.add(isRight))
      ensemble.add(classifier: isRight)
    case .expert(let j):
      outcomes.append(experts[j].add(correct[j]))
      conformal.add(logits, correct: correct)
      addEnsemble(row, logits)
    }
    if outcomes.last != .unscored { addCost(row, decision) }
    return decision.maker
  }

  /// What was seen on the row that was added last.
  func observation(
    _ row: Int, logits: UnsafeBufferPointer<Float>, maker: DecisionMaker
  ) -> RowObservation {
    estimator.conformalScores(logits, into: scores.elements)
    return RowObservation(
      row: row, maker: maker, outcome: outcomes.last ?? .unscored, scores: Array(scores.elements),
      correct: correct)
  }

  private mutating func addEnsemble(_ row: Int, _ logits: UnsafeBufferPointer<Float>) {
    estimator.conformalScores(logits, into: scores.elements)
    ensemble.add(
      deferred: UnsafeBufferPointer(scores.elements), labels: examples.labels(ofExpertsOn: row),
      truth: Int(examples.labels[row]), available: available, estimator: estimator)
  }

  private mutating func addCost(_ row: Int, _ decision: RowDecision) {
    var answer = decision.answer
    if case .expert(let j) = decision.maker {
      answer = Int(examples.expertLabels[row * examples.experts.count + j])
    }
    cost += policy.cost(decision.maker, answer: answer, truth: Int(examples.labels[row]))
  }

  private mutating func addComparison(_ logits: UnsafeBufferPointer<Float>, truth: Int, answer: Int) {
    guard let best = policy.advantage(logits, available: available), correct[best.expert] >= 0 else { return }
    comparisons.append(
      CoverageCurve.Row(
        advantage: best.value, classifierRight: answer == truth, expertRight: correct[best.expert] == 1))
  }

  private mutating func addClassifier(_ logits: UnsafeBufferPointer<Float>, answer: Int, isRight: Bool) {
    rowsWithTruth += 1
    if isRight { classifierCorrect += 1 }
    estimator.classProbabilities(logits, into: probabilities.elements)
    classifierConfidence.add(confidence: probabilities.elements[answer], correct: isRight)
  }

  private mutating func addEstimates(_ logits: UnsafeBufferPointer<Float>) {
    let (scores, estimates) = (scores.elements, estimates.elements)
    estimator.outputs(logits, into: scores)
    _ = estimates.update(fromContentsOf: scores)
    estimator.showCorrectness(ofOutputs: estimates)
    for j in correct.indices where correct[j] >= 0 {
      expertLabelled[j] += 1
      expertCorrect[j] += Int(correct[j])
      // A model that never defers says nothing of experts that could be calibrated.
      guard estimator.defers else { continue }
      // What was capped shows as 1.
      if estimates[j] == 1, estimator.isCapped(score: scores[j], expert: j) { cappedEstimates += 1 }
      expertConfidence[j].add(confidence: estimates[j], correct: correct[j] == 1)
    }
  }
}

extension Evaluation.Share {
  /// Adds a row: 1 right, 0 wrong, -1 unknown.
  mutating func add(_ correct: Int8) -> RowOutcome {
    decided += 1
    guard correct >= 0 else { return .unscored }
    rows += 1
    self.correct += Int(correct)
    return correct == 1 ? .correct : .wrong
  }
}
