import DeferralService
import Formats
import Foundation
import GRDB
import LearningToDefer
import TestSupport
import Testing

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// Maps, costs, costs of errors and a budget as clients meet them.
@Suite struct CostsAPITests {
  private func calibrated() throws -> ModelBundle {
    var bundle = try ModelBundle.clinic()
    bundle.conformal = ConformalCalibration(
      logits: (0..<40).flatMap { _ in [Float(0), 0, 1, 2] },
      correct: (0..<40).flatMap { [$0 % 2 == 0, $0 % 3 == 0] },
      estimator: bundle.estimator, pool: [0, 1], alpha: 0.1)
    return bundle
  }

  @Test func `an expert who costs more than they gain is not asked, and the guarantee is gone`() async throws
  {
    let free = try ServiceFixture(bundle: calibrated())
    let before = try await free.decide([0, 5])
    #expect(before["expert"]?.string == "ann")
    #expect(before["conformal_set"]?["guarantee"]?.string == "full-pool")
    await free.service.stop()
    let fixture = try ServiceFixture(bundle: calibrated()) { $0.costs = ["ann": 0.9] }
    #expect(try await fixture.decide([0, 5])["action"]?.string == "predict")
    let cheap = try await fixture.decide([0, -5])
    #expect(cheap["expert"]?.string == "bob")
    #expect(cheap["conformal_set"]?["guarantee"]?.string == "none")
    #expect(cheap["conformal_set"]?["calibrated"]?.bool == true)
    let experts = try await fixture.client.get("/v1/experts").json["experts"]?.array
    #expect(experts?.map { $0["cost"]?.number } == [0.9, 0])
    await fixture.service.stop()
  }

  @Test func `the classifier answers what is expected to cost least`() async throws {
    let directory = try TemporaryDirectory()
    let costs = directory("costs.json")
    try Data(#"{"malignant": {"benign": 10}, "benign": {"malignant": 1}}"#.utf8).write(
      to: URL(fileURLWithPath: costs))
    let fixture = try ServiceFixture(bundle: .clinic(), directory: directory) {
      $0.errorCosts = costs
      // Asking costs more than any error.
      $0.costs = ["ann": 11, "bob": 11]
    }
    let decision = try await fixture.decide([1, 0])
    #expect(decision["action"]?.string == "predict")
    #expect(decision["prediction"]?["label"]?.string == "malignant")
    let sum = logistic(1) + logistic(-1)
    #expect(abs((decision["prediction"]?["probability"]?.number ?? 0) - logistic(-1) / sum) < 1e-6)
    await fixture.service.stop()
  }

  @Test func `costs of errors of other classes keep the service from starting, and say so`() async throws {
    let directory = try TemporaryDirectory()
    let costs = directory("costs.json")
    try Data(#"{"a": {"b": 10}, "b": {"a": 1}}"#.utf8).write(to: URL(fileURLWithPath: costs))
    #expect {
      _ = try ServiceFixture(bundle: .clinic(), directory: directory) { $0.errorCosts = costs }
    } throws: {
      "\($0)".contains("\"a\" is not among the model's classes")
    }
  }

  @Test func `mapped values are shown, compared and cut by`() async throws {
    var bundle = try ModelBundle.clinic()
    let maps = CalibrationMaps(
      classifier: .platt(slope: 0.5, intercept: 1),
      experts: [.temperature(4), .platt(slope: 2, intercept: 3)])
    bundle.manifest.calibration = maps
    bundle.conformal = ConformalCalibration(
      logits: (0..<40).flatMap { _ in [Float(-3), -3, 1, 2] },
      correct: (0..<40).flatMap { [$0 % 2 == 0, $0 % 3 == 0] },
      estimator: bundle.estimator, pool: [0, 1], alpha: 0.4)
    let fixture = try ServiceFixture(bundle: bundle)
    let decision = try await fixture.decide([1, 4])
    // Raw outputs 1 and 2 would ask ann; her mapped chance is σ(2/4), the classifier's σ(1.5).
    #expect(decision["action"]?.string == "predict")
    let close = { (found: JSONValue?, expected: Double) in abs((found?.number ?? .nan) - expected) < 1e-12 }
    #expect(close(decision["prediction"]?["probability"], logistic(1.5)))
    #expect(close(decision["class_probabilities"]?["malignant"], 1 - logistic(1.5)))
    #expect(close(decision["expert_correctness"]?["ann"], logistic(0.5)))
    #expect(close(decision["expert_correctness"]?["bob"], logistic(2 * -6 + 3)))
    let deferred = try await fixture.decide([-0.1, -4])
    #expect(deferred["expert"]?.string == "bob")
    let set = try #require(deferred["conformal_set"])
    #expect(set["guarantee"]?.string == "full-pool")
    // The threshold is in the units of the mapped values: σ(1/4) is ann's on every calibration row.
    #expect(close(set["threshold"], logistic(0.25)))
    #expect(set["experts"]?.array == [.string("bob")])
    await fixture.service.stop()
  }

  @Test(arguments: [0.1, 0.3])
  func `a budget brings the wished share of deferred inputs about`(rate: Double) async throws {
    let fixture = try ServiceFixture(bundle: .clinic()) {
      $0.eventLoops = 2
      $0.budget.mode = .rate
      $0.budget.rate = rate
      $0.budget.step = 0.02
    }
    var random = SeededGenerator(seed: 1)
    var deferred = 0
    for index in 0..<1200 {
      let decision = try await fixture.decide([
        Float(random.uniform() * 6 - 3), Float(random.uniform() * 12 - 6),
      ])
      #expect(decision["conformal_set"]?["guarantee"]?.string == "none")
      if index >= 400, decision["action"]?.string == "defer" { deferred += 1 }
    }
    #expect(abs(Double(deferred) / 800 - rate) < 0.05)
    let metrics = try await fixture.client.get("/metrics").text
    #expect(metrics.contains("deferral_budget_rate \(rate)\n"))
    #expect(metrics.contains("\ndeferral_budget_shift "))
    await fixture.service.stop()
  }

  private func budgeted(_ directory: TemporaryDirectory? = nil) throws -> ServiceFixture {
    try ServiceFixture(bundle: .clinic(), directory: directory) {
      $0.budget.mode = .rate
      $0.budget.rate = 0.5
      $0.budget.step = 0.125
    }
  }

  private func shift(_ fixture: ServiceFixture) async throws -> Double? {
    let lines = try await fixture.client.get("/metrics").text.split(separator: "\n")
    return lines.first { $0.hasPrefix("deferral_budget_shift ") }.flatMap {
      Double($0.split(separator: " ")[1])
    }
  }

  @Test func `the budget counts an answer once, however often it is asked for again`() async throws {
    let fixture = try budgeted()
    for _ in 0..<5 {
      let answer = try await fixture.client.send(
        "POST", "/v1/decisions", json: #"{"features": [0, 5]}"#, headers: ["Idempotency-Key": "k"])
      #expect(answer.status == 201)
    }
    // One deferred input: the shift goes down by half a step, not by five halves.
    #expect(try await shift(fixture) == -0.0625)
    let reused = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [0, 6]}"#, headers: ["Idempotency-Key": "k"])
    #expect(reused.status == 422)
    #expect(try await shift(fixture) == -0.0625)
    await fixture.service.stop()
  }

  @Test func `the budget does not count what could not be stored`() async throws {
    let directory = try TemporaryDirectory()
    let fixture = try budgeted(directory)
    _ = try await fixture.decide([0, 5])
    let database = try DatabaseQueue(path: directory("data/deferral.sqlite"))
    try await database.write {
      try $0.execute(
        sql: "CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    for _ in 0..<3 {
      let answer = try await fixture.client.send("POST", "/v1/decisions", json: #"{"features": [0, 5]}"#)
      #expect(answer.status == 503)
    }
    #expect(try await shift(fixture) == -0.0625)
    await fixture.service.stop()
  }
}
