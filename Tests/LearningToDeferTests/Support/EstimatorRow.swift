import LearningToDefer

/// What an estimator says of one row, as arrays.
struct EstimatorRow {
  let classProbabilities: [Double]
  let expertCorrectness: [Double]
  let scores: [Double]
  let predictedClass: Int
  let decision: DecisionMaker

  init(_ row: [Float], _ estimator: CorrectnessEstimator, available: [Int]? = nil) {
    let set =
      available.map { ExpertSet($0, of: estimator.experts) } ?? ExpertSet(all: estimator.experts)
    var classes = [Double](repeating: .nan, count: estimator.classes)
    var correctness = [Double](repeating: .nan, count: estimator.experts)
    var scores = correctness
    (predictedClass, decision) = row.withUnsafeBufferPointer { row in
      classes.withUnsafeMutableBufferPointer { estimator.classProbabilities(row, into: $0) }
      correctness.withUnsafeMutableBufferPointer { estimator.expertCorrectness(row, into: $0) }
      scores.withUnsafeMutableBufferPointer { estimator.conformalScores(row, into: $0) }
      let h = estimator.predictedClass(row)
      return (h, DecisionRule.decide(row, predictedClass: h, estimator: estimator, available: set))
    }
    classProbabilities = classes
    expertCorrectness = correctness
    self.scores = scores
  }
}
