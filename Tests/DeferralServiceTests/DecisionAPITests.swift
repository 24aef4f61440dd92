import Formats
import Foundation
import LearningToDefer
import Testing

@Suite struct DecisionAPITests {
  @Test func `the classifier answers where it is the surest`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let decision = try await fixture.decide([3, 0])
    #expect(decision["action"]?.string == "predict")
    #expect(decision["expert"] == .null)
    #expect(decision["prediction"]?["label"]?.string == "benign")
    #expect(decision["model_version"]?.string == "1")
    #expect(abs((decision["expert_correctness"]?["ann"]?.number ?? 0) - 1 / (1 + exp(2))) < 1e-6)
    await fixture.service.stop()
  }

  @Test func `the surest expert is asked, and only those who may be`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    #expect(try await fixture.decide([0, 5])["expert"]?.string == "ann")
    #expect(try await fixture.decide([0, -5])["expert"]?.string == "bob")
    let restricted = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [0, 5], "experts": ["bob"]}"#)
    #expect(try restricted.json["action"]?.string == "predict")
    let nobody = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [0, 5], "experts": []}"#)
    #expect(try nobody.json["action"]?.string == "predict")
    await fixture.service.stop()
  }

  @Test func `a model without calibration says so and asks everyone`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let set = try await fixture.decide([0, 5])["conformal_set"]
    #expect(set?["experts"]?.array == [.string("ann"), .string("bob")])
    #expect(set?["calibrated"]?.bool == false)
    #expect(set?["guarantee"]?.string == "none")
    #expect(set?["threshold"] == .null)
    await fixture.service.stop()
  }

  @Test func `k asks for the best k experts`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let answer = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [0, 5], "k": 1}"#)
    #expect(try answer.json["conformal_set"]?["experts"]?.array == [.string("ann")])
    await fixture.service.stop()
  }

  @Test func `a decision can be read again with everything known about it`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let answer = try await fixture.client.send(
      "POST", "/v1/decisions",
      json: #"{"features": [0.5, 5], "priority": 3, "metadata": {"title": "a \"quoted\" thing"}}"#,
      headers: ["traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"])
    let path = try #require(answer.header("Location"))
    let details = try await fixture.client.get(path).json
    for member in try #require(try answer.json.members) { #expect(details[member.key] == member.value) }
    #expect(details["state"]?.string == "open")
    #expect(
      details["features"]?.array == [.number(0.5), .integer(5)] || details["features"]?.array?.count == 2)
    #expect(details["logits"]?.array?.count == 4)
    #expect(details["metadata"]?["title"]?.string == "a \"quoted\" thing")
    #expect(details["priority"]?.integer == 3)
    #expect(details["asked"]?.array == [.string("ann")])
    #expect(details["team_answer"] == .null)
    #expect(details["traceparent"]?.string?.hasPrefix("00-0af7") == true)
    await fixture.service.stop()
  }

  @Test func `an audited input asks everyone and says so`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic()) { $0.auditRate = 1 }
    let decision = try await fixture.decide([3, 0])
    #expect(decision["audit"]?.bool == true)
    let id = try #require(decision["id"]?.string)
    let details = try await fixture.client.get("/v1/decisions/\(id)").json
    #expect(details["asked"]?.array == [.string("ann"), .string("bob")])
    await fixture.service.stop()
  }

  @Test func `the same idempotency key answers with the first decision`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let headers = ["Idempotency-Key": "\"order-7\""]
    let first = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [0, 5]}"#, headers: headers)
    let again = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [0, 5]}"#, headers: headers)
    let other = try await fixture.client.send(
      "POST", "/v1/decisions", json: #"{"features": [1, 5]}"#, headers: headers)
    #expect(first.status == 201)
    #expect(again.status == 201)
    #expect(again.body == first.body)
    #expect(again.header("Location") == first.header("Location"))
    #expect(other.status == 422)
    await fixture.service.stop()
  }

  @Test func `decisions of one moment are not mixed up`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    try await withThrowingTaskGroup(of: (Float, JSONValue).self) { group in
      for index in 0..<200 {
        group.addTask { (Float(index), try await fixture.decide([Float(index), Float(index % 7 - 3)])) }
      }
      for try await (x, decision) in group {
        let id = try #require(decision["id"]?.string)
        let features = try await fixture.client.get("/v1/decisions/\(id)").json["features"]?.array
        #expect(features?.first?.number == Double(x))
      }
    }
    await fixture.service.stop()
  }

  @Test func `an empty registry is not ready and decides nothing`() async throws {
    let fixture = try ServiceFixture(bundle: nil)
    #expect(try await fixture.client.get("/readyz").status == 503)
    #expect(try await fixture.client.get("/livez").status == 200)
    #expect(try await fixture.client.get("/healthz").status == 503)
    let answer = try await fixture.client.send("POST", "/v1/decisions", json: #"{"features": [0, 5]}"#)
    #expect(answer.status == 503)
    #expect(answer.contentType == "application/problem+json")
    await fixture.service.stop()
  }

  @Test func `an input that overflows the model is refused, its neighbours are not, and nothing is stored`()
    async throws
  {
    let layer = DenseLayer(inputs: 1, outputs: 3, weight: [2, -2, 0], bias: [0, 0, -1])
    let network = try Network(layers: [layer], activation: .relu, scaler: nil)
    let manifest = ModelManifest(
      surrogate: .oneVsAll, classes: ["a", "b"], experts: ["ann"], network: network)
    let fixture = try ServiceFixture(
      bundle: ModelBundle(manifest: manifest, network: network, conformal: nil))
    let refused = try await fixture.client.send("POST", "/v1/decisions", json: #"{"features": [3e38]}"#)
    #expect(refused.status == 422)
    #expect(try refused.json["errors"]?.array?.first?["pointer"]?.string == "#/features")
    #expect(try await fixture.decide([1])["action"]?.string == "predict")
    #expect(try await fixture.client.get("/healthz").json["decisions"]?.integer == 1)
    await fixture.service.stop()
  }
}
