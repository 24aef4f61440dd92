import LearningToDefer

/// One row that a system defers, as sets see it.
struct DeferredRow {
  /// The served scores `[J]`.
  let scores: [Double]
  /// `P(m_j = y | x)` `[J]`.
  let probabilities: [Double]
  /// Whether each expert is right `[J]`.
  let correct: [Bool]
  /// The experts' labels `[J]`.
  let labels: [Int32]
  /// The true class.
  let truth: Int
  /// The classifier's own answer, for a set of which nobody answers.
  let classifierAnswer: Int

  /// Whether the majority vote of a set is right.
  ///
  /// A tie goes to the label with the highest summed probability, then to the lowest; an empty set to the classifier.
  func isRight(voteOf set: ExpertSet) -> Bool {
    let members = set.indices.filter { labels[$0] >= 0 }
    let winner = MajorityVote.of(members.map { (label: labels[$0], weight: probabilities[$0]) })
    return Int(winner ?? Int32(classifierAnswer)) == truth
  }
}

/// The rows of some examples after a system's decisions.
struct DecidedRows {
  /// Those that experts are asked about.
  private(set) var deferred: [DeferredRow] = []
  /// The others: whether the classifier is right.
  private(set) var answered: [Bool] = []

  init(_ outputs: SystemOutputs, of examples: Examples) {
    let estimator = outputs.estimator
    let everyone = ExpertSet(all: estimator.experts)
    outputs.forEach { place, logits in
      let answer = estimator.predictedClass(logits)
      let truth = Int(examples.labels[outputs.rows[place]])
      let maker = DecisionRule.decide(
        logits, predictedClass: answer, estimator: estimator, available: everyone)
      guard maker != .classifier else { return answered.append(answer == truth) }
      let scores = [Double](unsafeUninitializedCapacity: estimator.experts) { buffer, count in
        estimator.conformalScores(logits, into: buffer)
        count = estimator.experts
      }
      deferred.append(
        DeferredRow(
          scores: scores, probabilities: scores.map(estimator.probability(ofScore:)),
          correct: (0..<estimator.experts).map { outputs.correct[place * estimator.experts + $0] },
          labels: Array(examples.labels(ofExpertsOn: outputs.rows[place])), truth: truth,
          classifierAnswer: answer))
    }
  }
}
