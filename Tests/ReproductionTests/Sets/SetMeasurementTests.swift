import LearningToDefer
import Reproduction
import Testing

struct SetMeasurementTests {
  private static func system(_ surrogate: SurrogateName) throws -> TrainedSystem {
    let data = TinyData.make(rows: 3000)
    let experts = try SimulatedExpert.parse(
      spec: "a=oracle(0-4; 0.3); b=oracle(5-9; 0.3); c=random", classes: data.examples.classes)
    let scale = Scale(
      name: "small", rows: Scale.Rows(training: 1500, calibration: 700, test: 700), epochs: 2, seeds: 1)
    return try TrainedSystem(
      surrogate, examples: data.examples.simulating(experts, seed: 3), split: data.split(scale, seed: 3),
      setting: Setting(data: data, scale: scale), seed: 3)
  }

  // The evaluation adds up sets by another way.
  @Test(arguments: [SurrogateName.oneVsAll, .softmax])
  func `exact sets measure as in an evaluation`(surrogate: SurrogateName) throws {
    let system = try Self.system(surrogate)
    let calibration = ConformalCalibration.fit(
      network: system.network, estimator: system.estimator, examples: system.examples,
      rows: system.split.calibration, alpha: 0.1)
    let evaluation = Evaluation(
      network: system.network, surrogate: surrogate, conformal: calibration, examples: system.examples,
      rows: system.split.test, alpha: 0.1)
    let figures = SetMeasurement(system, alpha: 0.1).figures
    #expect(evaluation.conformal.rows > 100)
    #expect(abs((figures["size.exact"] ?? 0) - (evaluation.conformal.meanSetSize ?? -1)) < 1e-12)
    #expect(abs((figures["fnr.exact"] ?? 0) - (evaluation.conformal.falseNegativeRate ?? -1)) < 1e-12)
    #expect(abs((figures["top"] ?? 0) - (evaluation.systemAccuracy ?? -1)) < 1e-12)
    #expect(abs((figures["deferred"] ?? 0) - (evaluation.deferralRate ?? -1)) < 1e-12)
  }

  @Test func `five of three experts are all of them`() throws {
    let figures = SetMeasurement(try Self.system(.oneVsAll), alpha: 1e-9).figures
    // At an error rate of nothing every set is everybody.
    #expect(figures["size.exact"] == 3 && figures["fnr.exact"] == 0)
    #expect(figures["vote.exact"] == figures["five"])
  }
}
