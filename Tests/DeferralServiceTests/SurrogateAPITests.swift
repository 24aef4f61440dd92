import DeferralService
import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

extension ModelBundle {
  /// A linear model of two inputs, `head` its rows `[outputs, 2]`.
  fileprivate static func linear(
    _ surrogate: SurrogateName, head: [Float], bias: [Float], experts: [String] = ["ann", "bob"]
  ) throws -> ModelBundle {
    let layer = DenseLayer(inputs: 2, outputs: bias.count, weight: head, bias: bias)
    let network = try Network(layers: [layer], activation: .relu, scaler: nil)
    let manifest = ModelManifest(
      surrogate: surrogate, classes: ["benign", "malignant"], experts: experts, network: network)
    return ModelBundle(manifest: manifest, network: network, conformal: nil)
  }

  /// `x0` is ann's output, `x1` bob's.
  fileprivate static func rejector() throws -> ModelBundle {
    try linear(.rejectorOnly, head: [1, 0, 0, 1], bias: [0, 0])
  }
}

@Suite struct SurrogateAPITests {
  private func decide(_ fixture: ServiceFixture, _ body: String) async throws -> JSONValue {
    let answer = try await fixture.client.send("POST", "/v1/decisions", json: body)
    #expect(answer.status == 201, "\(answer.text)")
    return try answer.json
  }

  @Test func `a rejector compares the given probabilities with the experts`() async throws {
    let fixture = try ServiceFixture(bundle: .rejector())
    // The logit of .8 is 1.386.
    let own = try await decide(
      fixture, #"{"features": [1.3, 0], "class_probabilities": {"malignant": 0.8, "benign": 0.2}}"#)
    #expect(own["action"]?.string == "predict")
    #expect(own["prediction"]?["label"]?.string == "malignant")
    let deferred = try await decide(
      fixture, #"{"features": [1.5, 0], "class_probabilities": {"benign": 3, "malignant": 1}}"#)
    #expect(deferred["expert"]?.string == "ann")
    #expect(deferred["class_probabilities"]?["benign"]?.number == 0.75, "scaled to the sum 1")
    #expect(abs((deferred["expert_correctness"]?["ann"]?.number ?? 0) - 1 / (1 + exp(-1.5))) < 1e-6)
    #expect(deferred["conformal_set"]?["experts"]?.array?.count == 2)
    await fixture.service.stop()
  }

  @Test func `what was given can be read again`() async throws {
    let fixture = try ServiceFixture(bundle: .rejector())
    let decision = try await decide(
      fixture, #"{"features": [1.5, 0], "class_probabilities": {"benign": 3, "malignant": 1e-9}}"#)
    let path = "/v1/decisions/" + (decision["id"]?.string ?? "")
    let details = try await fixture.client.get(path).json
    #expect(details["given_class_probabilities"]?["benign"]?.number == 3)
    #expect(abs((details["given_class_probabilities"]?["malignant"]?.number ?? 0) - 1e-9) < 1e-15)
    #expect(details["class_probabilities"] == decision["class_probabilities"])
    await fixture.service.stop()
    let plain = try ServiceFixture(bundle: .clinic())
    let other = try await plain.decide([0, 5])
    let read = try await plain.client.get("/v1/decisions/" + (other["id"]?.string ?? "")).json
    #expect(read["given_class_probabilities"] == .null)
    await plain.service.stop()
  }

  @Test(
    arguments: [
      (#"{"features": [1, 0]}"#, 422, "#/class_probabilities", "is missing"),
      (#"{"class_probabilities": {"benign": 1, "malignant": 0}}"#, 422, "#/features", "is missing"),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": 1}}"#, 422, "#/class_probabilities",
        "lack the class \"malignant\""
      ),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": 1, "malignant": 0, "other": 0}}"#, 422,
        "#/class_probabilities/other", "unknown class"
      ),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": 1, "malignant": -0.1}}"#, 422,
        "#/class_probabilities/malignant", "is negative"
      ),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": 0, "malignant": 0}}"#, 422,
        "#/class_probabilities", "are all 0"
      ),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": "1", "malignant": 0}}"#, 422,
        "#/class_probabilities/benign", "must be a number"
      ),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": 1e39, "malignant": 0}}"#, 422,
        "#/class_probabilities/benign", "beyond the range"
      ),
      (
        #"{"features": [1, 0], "class_probabilities": [1, 0]}"#, 422, "#/class_probabilities",
        "must be an object"
      ),
      (
        #"{"features": [1, 0], "class_probabilities": {"benign": 1, "benign": 0}}"#, 422,
        "#/class_probabilities/benign", "twice"
      ),
    ] as [(String, Int, String, String)])
  func `class probabilities that cannot be used are refused`(
    body: String, status: Int, pointer: String, detail: String
  ) async throws {
    let fixture = try ServiceFixture(bundle: .rejector())
    let answer = try await fixture.client.send("POST", "/v1/decisions", json: body)
    #expect(answer.status == status, "\(answer.text)")
    let fault = try answer.json["errors"]?.array?.first
    #expect(fault?["pointer"]?.string == pointer)
    #expect(fault?["detail"]?.string?.contains(detail) == true, "\(answer.text)")
    #expect(try await fixture.client.get("/healthz").json["decisions"]?.integer == 0)
    await fixture.service.stop()
  }

  @Test func `a model with a classifier of its own takes none`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let answer = try await fixture.client.send(
      "POST", "/v1/decisions",
      json: #"{"features": [1, 0], "class_probabilities": {"benign": 1, "malignant": 0}}"#)
    #expect(answer.status == 422)
    #expect(try answer.json["errors"]?.array?.first?["pointer"]?.string == "#/class_probabilities")
    await fixture.service.stop()
  }

  @Test func `the largest weight of a mixture decides and is its estimate`() async throws {
    // Rows: benign, malignant, the classifier's weight, ann's, bob's.
    let fixture = try ServiceFixture(
      bundle: .linear(.mixtureOfExperts, head: [1, 0, -1, 0, 0, 0, 0, 1, 0, -1], bias: [0, 0, 1, 0, 0]))
    #expect(try await fixture.decide([90, 0])["action"]?.string == "predict")
    let deferred = try await fixture.decide([90, 2])
    #expect(deferred["expert"]?.string == "ann")
    let weights = [1.0, 2, -2].map { exp($0) }
    let sum = weights.reduce(0, +)
    #expect(abs((deferred["expert_correctness"]?["ann"]?.number ?? 0) - weights[1] / sum) < 1e-6)
    #expect(abs((deferred["expert_correctness"]?["bob"]?.number ?? 0) - weights[2] / sum) < 1e-6)
    await fixture.service.stop()
  }

  @Test(arguments: [["ann", "bob"], []])
  func `a classifier never defers and says nothing of experts`(experts: [String]) async throws {
    let fixture = try ServiceFixture(
      bundle: .linear(.classifierOnly, head: [1, 0, -1, 0], bias: [0, 0], experts: experts)
    ) { $0.auditRate = 1 }
    for body in [
      #"{"features": [0.1, 0]}"#, #"{"features": [0.1, 0], "alpha": 0.3}"#,
      #"{"features": [0.1, 0], "k": 1}"#,
    ] {
      let decision = try await decide(fixture, body)
      #expect(decision["action"]?.string == "predict")
      #expect(decision["prediction"]?["label"]?.string == "benign")
      #expect(decision["expert_correctness"] == .object([]))
      #expect(decision["conformal_set"] == .null)
      // Its experts are asked on audits all the same: that is how a team's first labels come in.
      let details = try await fixture.client.get("/v1/decisions/" + (decision["id"]?.string ?? "")).json
      #expect(details["asked"]?.array?.compactMap(\.string) == experts)
      #expect(details["team_answer"]?.string == "benign")
    }
    await fixture.service.stop()
  }

  @Test func `a rejector is retrained from its log with what was given`() async throws {
    let fixture = try ServiceFixture(bundle: .rejector()) {
      $0.training.gateMinimumRows = 1
      $0.auditRate = 1
    }
    // Ann knows every label where x0 is large, bob none; the classifier is half sure of the wrong one.
    for index in 0..<200 {
      let x = Float(index % 4)
      let truth = index % 2 == 0 ? "benign" : "malignant"
      let decision = try await decide(
        fixture,
        #"{"features": [\#(x), 0], "class_probabilities": {"benign": \#(truth == "benign" ? 0.4 : 0.6), "malignant": 0.5}}"#
      )
      let path = "/v1/decisions/" + (decision["id"]?.string ?? "")
      let other = truth == "benign" ? "malignant" : "benign"
      for (expert, label) in [("ann", x >= 2 ? truth : other), ("bob", other)] {
        let answer = try await fixture.client.send(
          "POST", path + "/labels", json: #"{"expert": "\#(expert)", "label": "\#(label)"}"#)
        #expect(answer.status == 201, "\(answer.text)")
      }
      _ = try await fixture.client.send("PUT", path + "/outcome", json: #"{"label": "\#(truth)"}"#)
    }
    let started = try await fixture.client.send("POST", "/v1/training-runs", body: [])
    let run = try await ended(fixture, try #require(started.header("Location")))
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "")")
    #expect(run["metrics"]?["unusable_rows"]?.integer == 0)
    #expect(run["metrics"]?["logged_rows"]?.integer == 200)
    let knows = try await decide(
      fixture, #"{"features": [3, 0], "class_probabilities": {"benign": 0.5, "malignant": 0.5}}"#)
    #expect(knows["model_version"]?.string == "2")
    #expect(knows["expert"]?.string == "ann")
    await fixture.service.stop()
  }

  private func ended(_ fixture: ServiceFixture, _ path: String) async throws -> JSONValue {
    for _ in 0..<2000 {
      let run = try await fixture.client.get(path).json
      guard ["queued", "running"].contains(run["state"]?.string) else { return run }
      try await Task.sleep(for: .milliseconds(10))
    }
    return .null
  }
}
