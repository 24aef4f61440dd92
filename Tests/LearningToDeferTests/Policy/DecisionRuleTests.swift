import LearningToDefer
import Testing

private func decide(_ logits: [Float], classes: Int, available: [Int]? = nil) -> DecisionMaker {
  let experts = logits.count - classes
  let set = available.map { ExpertSet($0, of: experts) } ?? ExpertSet(all: experts)
  let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: classes, experts: experts)
  return logits.withUnsafeBufferPointer {
    DecisionRule.decide(
      $0, predictedClass: estimator.predictedClass($0), estimator: estimator, available: set)
  }
}

struct DecisionRuleTests {
  @Test func `the classifier answers where its output is strictly the largest`() {
    #expect(decide([1, 3, 2.9], classes: 2) == .classifier)
  }

  @Test func `a tie defers`() {
    #expect(decide([1, 3, 3], classes: 2) == .expert(0))
  }

  @Test func `the lowest expert wins a tie`() {
    #expect(decide([0, 1, 5, 7, 7], classes: 2) == .expert(1))
  }

  @Test func `an expert who is not available is not asked`() {
    #expect(decide([0, 1, 9, 7, 8], classes: 2, available: [1]) == .expert(1))
    #expect(decide([0, 8, 9, 7, 8], classes: 2, available: [1]) == .classifier)
  }

  @Test func `with nobody available the classifier answers`() {
    #expect(decide([0, 1, 9, 9], classes: 2, available: []) == .classifier)
    #expect(decide([0, 1], classes: 2) == .classifier)
  }

  @Test func `outputs too large for probabilities are told apart`() {
    #expect(decide([40, 0, 41], classes: 2) == .expert(0))
    #expect(decide([41, 0, 40], classes: 2) == .classifier)
  }

  @Test func `it is the argmax over the available, by brute force`() {
    for seed in 0..<500 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      // Few values, so that ties are common.
      let logits = (0..<7).map { _ in Float(generator.index(below: 4)) }
      let available = (0..<4).filter { _ in generator.uniform() < 0.6 }
      let best = available.filter { j in available.allSatisfy { logits[3 + j] >= logits[3 + $0] } }.first
      let h = logits[..<3].max() ?? 0
      let expected = best.flatMap { h > logits[3 + $0] ? nil : DecisionMaker.expert($0) } ?? .classifier
      #expect(decide(logits, classes: 3, available: available) == expected)
    }
  }
}
