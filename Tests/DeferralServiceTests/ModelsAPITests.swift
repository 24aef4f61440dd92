import DeferralService
import Formats
import LearningToDefer
import TestSupport
import Testing

@Suite struct ModelsAPITests {
  @Test func `the given model is version 1 and a second start ignores another`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let models = try await fixture.client.get("/v1/models").json
    #expect(models["active"]?.string == "1")
    #expect(models["models"]?.array?.count == 1)
    await fixture.service.stop()
    let again = try ServiceFixture(bundle: .clinic(), directory: fixture.directory)
    #expect(try await again.client.get("/v1/models").json["models"]?.array?.count == 1)
    await again.service.stop()
  }

  @Test func `a second process on the same data directory is refused with the cure`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    #expect {
      _ = try ServiceFixture(bundle: .clinic(), directory: fixture.directory)
    } throws: {
      "\($0)".contains("in use") && "\($0)".contains("--data-directory")
    }
    await fixture.service.stop()
  }

  @Test func `an address that is in use is refused`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    #expect(throws: ServiceError.self) {
      try ServiceFixture(bundle: .clinic()) { $0.listen = [fixture.client.address] }
    }
    await fixture.service.stop()
  }

  @Test(arguments: [
    (#"{"version": "9"}"#, 404), (#"{"version": "01"}"#, 404), (#"{"version": 1}"#, 422), (#"{}"#, 422),
    (#"{"version": "1", "force": "yes"}"#, 422), (#"{"version": "1"}"#, 200),
  ])
  func `only a version that exists can be activated`(body: String, status: Int) async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let answer = try await fixture.client.send("PUT", "/v1/models/active", json: body)
    #expect(answer.status == status, "\(answer.text)")
    #expect(try await fixture.client.get("/v1/models").json["active"]?.string == "1")
    await fixture.service.stop()
  }

  @Test func `without rows to learn from a run fails and says why`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "failed")
    #expect(run["reason"]?.string?.contains("outcomes") == true)
    #expect(try await fixture.client.get("/v1/models").json["active"]?.string == "1")
    await fixture.service.stop()
  }

  @Test func `with too few rows a new version is kept and rejected with the reason`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    for index in 0..<40 { try await answer(fixture, [Float(index % 5), Float(index % 3)]) }
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "rejected")
    #expect(run["reason"]?.string?.contains("held-out rows") == true)
    let models = try await fixture.client.get("/v1/models").json
    #expect(models["active"]?.string == "1")
    #expect(models["models"]?.array?.last?["state"]?.string == "rejected")
    #expect(models["models"]?.array?.last?["parent"]?.string == "1")
    let list = try await fixture.client.get("/v1/training-runs").json
    #expect(list["training_runs"]?.array?.count == 1)
    await fixture.service.stop()
  }

  @Test func `a new version that is not worse is served at once and can be rolled back`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic()) { $0.training.gateMinimumRows = 1 }
    for index in 0..<120 { try await answer(fixture, [Float(index % 7) - 3, Float(index % 3)]) }
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "")")
    #expect(try await fixture.decide([1, 1])["model_version"]?.string == "2")
    let back = try await fixture.client.send("PUT", "/v1/models/active", json: #"{"version": "1"}"#)
    #expect(try back.json["active"]?.string == "1")
    #expect(try await fixture.decide([1, 1])["model_version"]?.string == "1")
    await fixture.service.stop()
  }

  @Test func `a version that would lose the guarantee of the sets is not promoted`() async throws {
    var bundle = try ModelBundle.clinic()
    bundle.conformal = ConformalCalibration(
      logits: (0..<40).flatMap { _ in [Float(0), 0, 1, 2] },
      correct: (0..<40).flatMap { [$0 % 2 == 0, $0 % 3 == 0] },
      estimator: bundle.estimator, pool: [0, 1], alpha: 0.1)
    let fixture = try ServiceFixture(bundle: bundle) { $0.training.gateMinimumRows = 1 }
    for index in 0..<120 { try await answer(fixture, [Float(index % 7) - 3, Float(index % 3)]) }
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "rejected")
    #expect(run["reason"]?.string?.contains("guarantee") == true, "\(run["reason"]?.string ?? "")")
    #expect(try await fixture.decide([1, 1])["model_version"]?.string == "1")
    await fixture.service.stop()
  }

  @Test func `a retrained version of a model with maps has maps of its own`() async throws {
    var bundle = try ModelBundle.clinic()
    bundle.manifest.calibration = CalibrationMaps(
      classifier: .platt(slope: 2, intercept: 0.5), experts: [.temperature(2), .identity])
    let fixture = try ServiceFixture(bundle: bundle) { $0.training.gateMinimumRows = 1 }
    for index in 0..<120 { try await answer(fixture, [Float(index % 7) - 3, Float(index % 3)]) }
    let run = try await finishedRun(fixture)
    let version = try #require(run["version"]?.string)
    let retrained = try ModelBundle.read(fixture.directory("data/models/\(version)"))
    // No row is audited here, so that nothing can be fitted; the wish for maps stays.
    #expect(retrained.manifest.calibration?.areIdentity == true)
    await fixture.service.stop()
  }

  @Test func `with rows enough a retrained version's maps are fitted anew and answered`() async throws {
    var bundle = try ModelBundle.clinic()
    bundle.manifest.calibration = CalibrationMaps(
      classifier: .identity, experts: [.temperature(2), .identity])
    let fixture = try ServiceFixture(bundle: bundle) {
      $0.auditRate = 1
      $0.training.gateMinimumRows = 1
      $0.training.gateMargin = 1
    }
    // The classifier's outputs promise 95 % and more; 70 % is what it reaches, and each expert 60 %.
    var random = SeededGenerator(seed: 4)
    for index in 0..<800 {
      let features = [index % 2 == 0 ? Float(3) : -3, Float(index % 5) - 2]
      let side = features[0] > 0
      let truth = random.uniform() < 0.7 ? side : !side
      let path = "/v1/decisions/" + (try await fixture.decide(features)["id"]?.string ?? "")
      for expert in ["ann", "bob"] {
        let label = Self.label(random.uniform() < 0.6 ? truth : !truth)
        _ = try await fixture.client.send(
          "POST", path + "/labels", json: #"{"expert": "\#(expert)", "label": "\#(label)"}"#)
      }
      _ = try await fixture.client.send(
        "PUT", path + "/outcome", json: #"{"label": "\#(Self.label(truth))"}"#)
    }
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "")")
    let maps = try ModelBundle.read(fixture.directory("data/models/2")).manifest.calibration
    #expect(maps.map { $0.classifier != .identity } == true)
    #expect(maps?.experts != bundle.manifest.calibration?.experts)
    let answer = try await fixture.decide([3, 0])
    #expect(answer["model_version"]?.string == "2")
    #expect(abs((answer["prediction"]?["probability"]?.number ?? 0) - 0.7) < 0.15)
    #expect(abs((answer["expert_correctness"]?["ann"]?.number ?? 0) - 0.6) < 0.2)
    await fixture.service.stop()
  }

  private static func label(_ isBenign: Bool) -> String { isBenign ? "benign" : "malignant" }

  @Test func `inputs too far out to learn from are left out of retraining`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic()) { $0.training.gateMinimumRows = 1 }
    for index in 0..<120 { try await answer(fixture, [Float(index % 7) - 3, Float(index % 3)]) }
    for _ in 0..<12 { try await answer(fixture, [3.4e38, -3.4e38]) }
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "")")
    #expect(run["metrics"]?["unusable_rows"] == .integer(12))
    await fixture.service.stop()
  }

  @Test(arguments: [0.0, 0.7])
  func `inputs without an outcome train only where their truth is to be inferred`(threshold: Double)
    async throws
  {
    let fixture = try ServiceFixture(bundle: .clinic()) {
      $0.auditRate = 1
      $0.training.inferTruth = threshold
      $0.training.gateMinimumRows = 1
    }
    for index in 0..<150 {
      let features = [Float(index % 7) - 3.5, 5]
      let truth = features[0] > 0 ? "benign" : "malignant"
      let path = "/v1/decisions/" + (try await fixture.decide(features)["id"]?.string ?? "")
      for expert in ["ann", "bob"] {
        _ = try await fixture.client.send(
          "POST", path + "/labels", json: #"{"expert": "\#(expert)", "label": "\#(truth)"}"#)
      }
      guard index % 2 == 0 else { continue }
      _ = try await fixture.client.send("PUT", path + "/outcome", json: #"{"label": "\#(truth)"}"#)
    }
    let metrics = try #require(try await finishedRun(fixture)["metrics"])
    #expect(metrics["logged_rows"]?.integer == 75)
    #expect(metrics["unsettled_rows"]?.integer == (threshold > 0 ? 75 : 0))
    let inferred = try #require(metrics["inferred_rows"]?.integer)
    #expect(threshold > 0 ? (20...75).contains(inferred) : inferred == 0)
    #expect(metrics["training_rows"]?.integer ?? 99 < 75)
    #expect(metrics["gate"]?["rows"]?.integer ?? 99 < 30)
    await fixture.service.stop()
  }

  @Test func `retraining gives a new expert a trained output once there are labels enough`() async throws {
    var bundle = try ModelBundle.clinic()
    bundle.addExpert("eve", prior: TeamPrior([]).expert(right: [0, 0], rows: [0, 0]))
    let fixture = try ServiceFixture(bundle: bundle) {
      $0.auditRate = 1
      $0.training.gateMinimumRows = 1
      $0.training.gateMargin = 1
    }
    #expect(try await fixture.decide([1, 5])["estimate"]?["eve"]?.string == "prior")
    for index in 0..<150 {
      let features = [Float(index % 7) - 3.5, Float(index % 5)]
      let truth = features[0] > 0 ? "benign" : "malignant"
      let path = "/v1/decisions/" + (try await fixture.decide(features)["id"]?.string ?? "")
      for expert in ["ann", "bob", "eve"] {
        _ = try await fixture.client.send(
          "POST", path + "/labels", json: #"{"expert": "\#(expert)", "label": "\#(truth)"}"#)
      }
      _ = try await fixture.client.send("PUT", path + "/outcome", json: #"{"label": "\#(truth)"}"#)
    }
    let run = try await finishedRun(fixture)
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "")")
    let decision = try await fixture.decide([1, 5])
    #expect(decision["model_version"]?.string == "2")
    #expect(decision["estimate"] == nil)
    #expect(decision["expert_correctness"]?["eve"]?.number ?? 0 > 0.5)
    await fixture.service.stop()
  }

  private func answer(_ fixture: ServiceFixture, _ features: [Float]) async throws {
    let decision = try await fixture.decide(features)
    let path = "/v1/decisions/" + (decision["id"]?.string ?? "")
    let truth = features[0] > 0 ? "benign" : "malignant"
    if let expert = decision["expert"]?.string {
      _ = try await fixture.client.send(
        "POST", path + "/labels", json: #"{"expert": "\#(expert)", "label": "\#(truth)"}"#)
    }
    _ = try await fixture.client.send("PUT", path + "/outcome", json: #"{"label": "\#(truth)"}"#)
  }

  private func finishedRun(_ fixture: ServiceFixture) async throws -> JSONValue {
    let started = try await fixture.client.send("POST", "/v1/training-runs", body: [])
    #expect(started.status == 202, "\(started.text)")
    let path = try #require(started.header("Location"))
    for _ in 0..<1000 {
      let run = try await fixture.client.get(path).json
      guard ["queued", "running"].contains(run["state"]?.string) else { return run }
      try await Task.sleep(for: .milliseconds(10))
    }
    return .null
  }
}
