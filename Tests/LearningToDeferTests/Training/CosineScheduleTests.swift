import LearningToDefer
import Testing

struct CosineScheduleTests {
  @Test func `it falls from 1 over a half to 0`() {
    let factors = (0...100).map { CosineSchedule.factor(step: $0, steps: 100) }
    #expect(factors[0] == 1)
    #expect(agree(factors[50], 0.5, absolute: 1e-12))
    #expect(agree(factors[100], 0, absolute: 1e-12))
    #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 > $1 })
  }
}
