import Foundation
import LearningToDefer
import Testing

private func read(_ surrogate: SurrogateName, _ row: [Float], available: [Int]? = nil) -> EstimatorRow {
  EstimatorRow(
    row, CorrectnessEstimator(surrogate: surrogate, classes: 2, experts: 2), available: available)
}

/// What the estimators of the mixture, the classifier and the rejector say.
struct SurrogateEstimatesTests {
  @Test func `a mixture's estimate is the expert's weight`() {
    let found = read(.mixtureOfExperts, [0.3, 1, 0.5, -1, 2])
    let sum = exp(0.5) + exp(-1) + exp(2)
    #expect(agree(found.expertCorrectness[0], exp(-1) / sum, absolute: 1e-12))
    #expect(agree(found.expertCorrectness[1], exp(2) / sum, absolute: 1e-12))
    #expect(agree(found.scores[1], 2 - log(sum), absolute: 1e-12))
  }

  @Test func `the largest weight of a mixture takes the decision, whatever the classes' outputs`() {
    #expect(read(.mixtureOfExperts, [90, 1, 0.5, -1, 2]).decision == .expert(1))
    #expect(read(.mixtureOfExperts, [-90, -91, 0.5, -1, 0.4]).decision == .classifier)
    #expect(read(.mixtureOfExperts, [0, 0, 0.5, 0.5, 0.5]).decision == .expert(0))
    #expect(read(.mixtureOfExperts, [0, 0, 0.5, 1, 2], available: [0]).decision == .expert(0))
    #expect(read(.mixtureOfExperts, [0, 0, 0.5, 1, 2], available: []).decision == .classifier)
  }

  @Test(arguments: [SurrogateName.mixtureOfExperts, .classifierOnly])
  func `class probabilities are a softmax over the classes alone`(surrogate: SurrogateName) {
    let weight: [Float] = surrogate == .mixtureOfExperts ? [5] : []
    let experts: [Float] = surrogate == .mixtureOfExperts ? [-1, 2] : []
    let found = read(surrogate, [0.3, 1] + weight + experts)
    #expect(agree(found.classProbabilities[0], 1 / (1 + exp(0.7)), absolute: 1e-7))
    #expect(agree(found.classProbabilities.reduce(0, +), 1, absolute: 1e-12))
    #expect(found.predictedClass == 1)
  }

  @Test func `adding one amount to all outputs of the softmax changes nothing`() {
    for seed in 0..<100 as Range<UInt64> {
      let row = randomFloats(4, scale: 3, seed: seed)
      let plain = read(.softmax, row)
      let moved = read(.softmax, row.map { $0 + 64 })
      #expect(moved.decision == plain.decision && moved.predictedClass == plain.predictedClass)
      for (a, b) in zip(moved.expertCorrectness, plain.expertCorrectness) { #expect(abs(a - b) < 1e-4) }
      for (a, b) in zip(moved.classProbabilities, plain.classProbabilities) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test func `a classifier alone never defers and knows nothing of the experts`() {
    let found = read(.classifierOnly, [0.3, 1])
    #expect(found.decision == .classifier)
    #expect(found.expertCorrectness == [0.5, 0.5])
  }

  @Test func `a rejector compares the logit of the given probability`() {
    let logit = Float(log(0.8 / 0.2))
    #expect(read(.rejectorOnly, [0.2, 0.8, logit - 0.01, -1]).decision == .classifier)
    #expect(read(.rejectorOnly, [0.2, 0.8, -1, logit + 0.01]).decision == .expert(1))
    #expect(read(.rejectorOnly, [0.5, 0.5, 0, -1]).decision == .expert(0), "a tie defers")
  }

  @Test func `a given probability of one is beyond every expert`() {
    #expect(read(.rejectorOnly, [0, 1, 3e38, 1]).decision == .classifier)
  }

  @Test func `given probabilities so near to one that float32 rounds them are told apart`() {
    // 1 - 1e-9 is 1 in float32; what the other classes leave says how near.
    #expect(read(.rejectorOnly, [1, 1e-9, 20, 0]).decision == .classifier)
    #expect(read(.rejectorOnly, [1, 1e-9, 21, 0]).decision == .expert(0))
  }

  @Test func `a rejector's estimates are OvA's, its class probabilities the given ones, normalised`() {
    let found = read(.rejectorOnly, [0.2, 0.8004, 1.5, -0.5])
    let oneVsAll = read(.oneVsAll, [0, 0, 1.5, -0.5])
    #expect(found.expertCorrectness == oneVsAll.expertCorrectness)
    #expect(found.scores == oneVsAll.scores)
    #expect(agree(found.classProbabilities[1], 0.8004 / 1.0004, absolute: 1e-7))
    #expect(agree(found.classProbabilities.reduce(0, +), 1, absolute: 1e-12))
  }

  @Test(arguments: SurrogateName.allCases.filter { $0 != .classifierOnly })
  func `permuting the experts permutes estimates and decisions`(surrogate: SurrogateName) {
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
    let turn = [2, 0, 3, 1]
    for seed in 0..<100 as Range<UInt64> {
      var row = randomFloats(estimator.width, scale: 3, seed: seed)
      if surrogate == .rejectorOnly { row.replaceSubrange(..<3, with: [0.2, 0.7, 0.1]) }
      let experts = Array(row.suffix(4))
      let plain = EstimatorRow(row, estimator)
      let turned = EstimatorRow(row.dropLast(4) + turn.map { experts[$0] }, estimator)
      #expect(turned.classProbabilities == plain.classProbabilities)
      for (new, old) in turn.enumerated() {
        #expect(
          agree(turned.expertCorrectness[new], plain.expertCorrectness[old], absolute: 1e-12))
      }
      switch turned.decision {
      case .classifier: #expect(plain.decision == .classifier)
      case .expert(let new): #expect(plain.decision == .expert(turn[new]))
      }
    }
  }
}
