/// Adds up rows, one by one.
struct EvaluationTally {
  let examples: Examples
  let estimator: CorrectnessEstimator
  var conformal: ConformalTally
  var classifier = Evaluation.Share()
  var experts: [Evaluation.Share]
  var expertConfidence: [ConfidenceSample]
  var classifierConfidence = ConfidenceSample()
  var expertCorrect: [Int]
  var cappedEstimates = 0
  var classifierCorrect = 0
  var rowsWithTruth = 0
  var outcomes: [RowOutcome] = []
  var overflowingRows: [Int] = []
  private let everyone: ExpertSet
  private var scores: [Double]
  private var probabilities: [Double]
  private var correct: [Int8]

  init(examples: Examples, estimator: CorrectnessEstimator, conformal: ConformalTally) {
    self.examples = examples
    self.estimator = estimator
    self.conformal = conformal
    everyone = ExpertSet(all: estimator.experts)
    experts = Array(repeating: Evaluation.Share(), count: estimator.experts)
    expertConfidence = Array(repeating: ConfidenceSample(), count: estimator.experts)
    expertCorrect = Array(repeating: 0, count: estimator.experts)
    scores = Array(repeating: 0, count: estimator.experts)
    probabilities = Array(repeating: 0, count: estimator.classes)
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
    if truth >= 0 { addClassifier(logits, predicted: predicted, isRight: classifierIsRight) }
    addEstimates(logits)
    switch DecisionRule.decide(
      logits, predictedClass: predicted, estimator: estimator, available: everyone)
    {
    case .classifier:
      outcomes.append(classifier.add(truth < 0 ? -1 : classifierIsRight ? 1 : 0))
    case .expert(let j):
      outcomes.append(experts[j].add(correct[j]))
      conformal.add(logits, correct: correct)
    }
  }

  private mutating func addClassifier(_ logits: UnsafeBufferPointer<Float>, predicted: Int, isRight: Bool) {
    rowsWithTruth += 1
    if isRight { classifierCorrect += 1 }
    probabilities.withUnsafeMutableBufferPointer { [estimator] in
      estimator.classProbabilities(logits, into: $0)
    }
    classifierConfidence.add(confidence: probabilities[predicted], correct: isRight)
  }

  private mutating func addEstimates(_ logits: UnsafeBufferPointer<Float>) {
    scores.withUnsafeMutableBufferPointer { [estimator] in estimator.conformalScores(logits, into: $0) }
    for j in correct.indices where correct[j] >= 0 {
      if estimator.isCapped(score: scores[j]) { cappedEstimates += 1 }
      expertConfidence[j].add(
        confidence: estimator.probability(ofScore: scores[j]), correct: correct[j] == 1)
      expertCorrect[j] += Int(correct[j])
    }
  }
}

extension Evaluation.Share {
  /// Adds a row: 1 right, 0 wrong, -1 unknown.
  fileprivate mutating func add(_ correct: Int8) -> RowOutcome {
    decided += 1
    guard correct >= 0 else { return .unscored }
    rows += 1
    self.correct += Int(correct)
    return correct == 1 ? .correct : .wrong
  }
}
