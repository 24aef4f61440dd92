import LearningToDefer
import Testing

struct CostAwareRuleTests {
  @Test func `the rule agrees with brute force over every small tie`() {
    let keys = [0.0, 0.5].flatMap { v in [0.0, 1.0].map { DecisionKey(value: v, output: $0) } }
    for h in keys {
      for a in keys {
        for b in keys {
          let best = max(a, b)
          let expected: DecisionMaker = h > best ? .classifier : .expert(a == best ? 0 : 1)
          let all = ExpertSet(all: 2)
          #expect(CostAwareRule.decide(classifier: h, experts: [a, b], available: all) == expected)
        }
      }
    }
  }

  @Test func `an expert who is not available is never asked`() {
    let low = DecisionKey(value: 0, output: 0), high = DecisionKey(value: 1, output: 1)
    let first = CostAwareRule.decide(
      classifier: low, experts: [low, high], available: ExpertSet([0], of: 2))
    #expect(first == .expert(0))
    let nobody = CostAwareRule.decide(classifier: low, experts: [high], available: ExpertSet(of: 1))
    #expect(nobody == .classifier)
  }
}
