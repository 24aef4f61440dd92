import LearningToDefer
import Testing

struct DeferralBudgetTests {
  static let advantages = (0..<100).map { Double(($0 * 37) % 100) / 50 - 1.31 }

  @Test(arguments: 0...100)
  func `the shift reaches every rate exactly where nothing ties`(percent: Int) {
    let budget = DeferralBudget(rate: Double(percent) / 100, advantages: Self.advantages)
    #expect(Self.advantages.count { $0 + budget.shift >= 0 } == percent)
  }

  @Test(arguments: 0...100)
  func `a maximum never defers more than its rate or than without it`(percent: Int) {
    let budget = DeferralBudget(
      rate: Double(percent) / 100, isMaximum: true, advantages: Self.advantages)
    let free = Self.advantages.count { $0 >= 0 }
    #expect(Self.advantages.count { $0 + budget.shift >= 0 } == min(percent, free))
  }

  @Test func `the online update settles at the rate`() {
    var budget = DeferralBudget(rate: 0.3)
    var deferred = 0
    for step in 0..<20_000 {
      let asks = Self.advantages[step % 100] + budget.shift >= 0
      budget.update(deferred: asks, step: 0.01)
      if step >= 10_000, asks { deferred += 1 }
    }
    #expect(abs(Double(deferred) / 10_000 - 0.3) < 0.02)
  }
}
