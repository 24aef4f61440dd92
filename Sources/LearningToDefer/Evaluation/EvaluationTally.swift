/// Adds up rows, one by one.
struct EvaluationTally {
  let examples: Examples
  let estimator: CorrectnessEstimator
  var conformal: ConformalTally
  var classifier = Evaluation.Share()
  var experts: [Evaluation.Share]
  var reliability: [ReliabilityDiagram]
  var expertCorrect: [Int]
  var expertLabelled: [Int]
  var ensemble = EnsembleTally()
  var cappedEstimates = 0
  var classifierCorrect = 0
  var rowsWithTruth = 0
  var outcomes: [RowOutcome] = []
  var overflowingRows: [Int] = []
  private let everyone: ExpertSet
  private var scores: [Double]
  private var correct: [Int8]

  init(examples: Examples, estimator: CorrectnessEstimator, conformal: ConformalTally) {
    self.examples = examples
    self.estimator = estimator
    self.conformal = conformal
    everyone = ExpertSet(all: estimator.experts)
    experts = Array(repeating: Evaluation.Share(), count: estimator.experts)
    reliability = Array(repeating: ReliabilityDiagram(), count: estimator.experts)
    expertCorrect = Array(repeating: 0, count: estimator.experts)
    expertLabelled = expertCorrect
    scores = Array(repeating: 0, count: estimator.experts)
    correct = Array(repeating: -1, count: estimator.experts)
  }

  mutating func add(_ row: Int, logits: UnsafeBufferPointer<Float>) {
    guard logits.allFinite else {
      overflowingRows.append(row)
      return outcomes.append(.unscored)
    }
    for j in correct.indices { correct[j] = examples.correctness(row: row, expert: j) }
    let truth = Int(examples.labels[row])
    let predicted = estimator.predictedClass(logits)
    let classifierIsRight = predicted == truth
    if truth >= 0 {
      rowsWithTruth += 1
      if classifierIsRight { classifierCorrect += 1 }
    }
    addEstimates(logits)
    switch DecisionRule.decide(
      logits, predictedClass: predicted, estimator: estimator, available: everyone)
    {
    case .classifier:
      let isRight: Int8 = truth < 0 ? -1 : classifierIsRight ? 1 : 0
      outcomes.append(classifier.add(isRight))
      ensemble.add(classifier: isRight)
    case .expert(let j):
      outcomes.append(experts[j].add(correct[j]))
      conformal.add(logits, correct: correct)
      ensemble.add(
        deferred: scores, labels: examples.labels(ofExpertsOn: row), truth: truth, available: everyone,
        estimator: estimator)
    }
  }

  private mutating func addEstimates(_ logits: UnsafeBufferPointer<Float>) {
    scores.withUnsafeMutableBufferPointer { [estimator] in estimator.conformalScores(logits, into: $0) }
    for j in correct.indices where correct[j] >= 0 {
      expertLabelled[j] += 1
      expertCorrect[j] += Int(correct[j])
      // A model that never defers says nothing of experts that could be calibrated.
      guard estimator.defers else { continue }
      if estimator.isCapped(score: scores[j]) { cappedEstimates += 1 }
      reliability[j].add(
        confidence: estimator.probability(ofScore: scores[j]), correct: correct[j] == 1)
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
