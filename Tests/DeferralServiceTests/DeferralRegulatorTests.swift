import DeferralService
import Dispatch
import Formats
import LearningToDefer
import Testing

@Suite struct DeferralRegulatorTests {
  private func regulator(
    rate: Double, isMaximum: Bool = false, step: Double, calibration: CalibrationRows? = nil
  ) throws -> DeferralRegulator {
    DeferralRegulator(
      DeferralWish(rate: rate, isMaximum: isMaximum, step: step),
      policy: DecisionPolicy(try ModelBundle.clinic().estimator), calibration: calibration)
  }

  @Test func `additions of many threads at once are all counted`() throws {
    // Powers of 2, so that no order of the additions rounds.
    let regulator = try regulator(rate: 0.5, step: 1.0 / 65536)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<2000 { regulator.record(deferred: 1, of: 4) }
    }
    #expect(regulator.shift == 16_000.0 / 65536)
  }

  @Test func `a maximum never favours experts, and no shift grows beyond what can matter`() throws {
    let maximum = try regulator(rate: 0.5, isMaximum: true, step: 0.25)
    maximum.record(deferred: 0, of: 10)
    #expect(maximum.shift == 0)
    maximum.record(deferred: 2, of: 2)
    #expect(maximum.shift == -0.25)
    let rate = try regulator(rate: 0.5, step: 0.25)
    for _ in 0..<100 { rate.record(deferred: 0, of: 1) }
    #expect(rate.shift == 1)
    for _ in 0..<100 { rate.record(deferred: 1, of: 1) }
    #expect(rate.shift == -1)
  }

  @Test func `it starts from the rows that the model was calibrated on`() throws {
    // Outputs of the clinic's classes and experts: the classifier is surer on the first three of four rows.
    let rows = CalibrationRows(
      logits: [3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0], correct: [Bool](repeating: true, count: 8),
      count: 4)
    #expect(try regulator(rate: 0.25, isMaximum: true, step: 0, calibration: rows).shift <= 0)
    let half = try regulator(rate: 0.5, step: 0, calibration: rows).shift
    let policy = DecisionPolicy(try ModelBundle.clinic().estimator)
    let advantages = rows.advantages(policy, available: ExpertSet(all: 2))
    #expect(advantages.count { $0 + half >= 0 } == 2)
  }
}
