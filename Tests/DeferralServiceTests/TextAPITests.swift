import DeferralService
import Formats
import LearningToDefer
import TestSupport
import Testing

extension ModelBundle {
  /// A model of texts that is easy to foresee: `good` is benign, `bad` malignant, `ann` and `bob` ask for those two.
  fileprivate static func reader() throws -> ModelBundle {
    let input = try TextInput(buckets: 4096, dimension: 4, words: 1...1, characters: nil)
    var weight = [Float](repeating: 0, count: 4096 * 4)
    for (output, word) in ["good", "bad", "ann", "bob"].enumerated() {
      let featurizer = TextFeaturizer(input)
      #expect(Array(word.utf8).withUnsafeBufferPointer(featurizer.read) == nil)
      for bucket in featurizer.ids { weight[Int(bucket) * 4 + output] = 9 }
    }
    let identity = (0..<16).map { Float($0 % 5 == 0 ? 1 : 0) }
    let layer = DenseLayer(inputs: 4, outputs: 4, weight: identity, bias: [0.1, 0, -2, -2])
    let network = try Network(
      layers: [layer], activation: .relu, scaler: nil, embedding: TextEmbedding(input: input, weight: weight))
    let manifest = ModelManifest(
      surrogate: .oneVsAll, classes: ["benign", "malignant"], experts: ["ann", "bob"], network: network)
    return ModelBundle(manifest: manifest, network: network, conformal: nil)
  }
}

@Suite struct TextAPITests {
  private func decide(_ fixture: ServiceFixture, _ text: String) async throws -> JSONValue {
    let body = JSONValue.object([JSONMember("text", .string(text))]).serialise()
    let answer = try await fixture.client.send("POST", "/v1/decisions", body: Array(body))
    #expect(answer.status == 201, "\(answer.text)")
    return try answer.json
  }

  @Test func `a text is decided about, and an empty one too`() async throws {
    let fixture = try ServiceFixture(bundle: .reader())
    #expect(try await decide(fixture, "a GOOD one")["prediction"]?["label"]?.string == "benign")
    #expect(try await decide(fixture, "bad")["prediction"]?["label"]?.string == "malignant")
    #expect(try await decide(fixture, "ask Bob, please")["expert"]?.string == "bob")
    #expect(try await decide(fixture, "")["action"]?.string == "predict")
    await fixture.service.stop()
  }

  @Test func `the text is kept as it was sent`() async throws {
    let fixture = try ServiceFixture(bundle: .reader())
    let text = "Zoë said:\n\"ask ann\" \u{0}😀"
    let id = try #require(try await decide(fixture, text)["id"]?.string)
    let details = try await fixture.client.get("/v1/decisions/\(id)").json
    #expect(details["text"]?.string == text)
    #expect(details["features"] == nil)
    #expect(details["logits"]?.array?.count == 4)
    await fixture.service.stop()
  }

  @Test func `texts of one moment are not mixed up`() async throws {
    let fixture = try ServiceFixture(bundle: .reader())
    try await withThrowingTaskGroup(of: (Int, JSONValue).self) { group in
      for index in 0..<100 {
        group.addTask {
          (index, try await decide(fixture, index % 2 == 0 ? "good \(index)" : "bad \(index)"))
        }
      }
      for try await (index, decision) in group {
        #expect(decision["prediction"]?["label"]?.string == (index % 2 == 0 ? "benign" : "malignant"))
      }
    }
    await fixture.service.stop()
  }

  @Test(
    arguments: [
      (#"{"features": [1, 2]}"#, 422, "#/features", "are not what the active model takes; send a text"),
      (#"{"text": "a", "features": [1, 2, 3, 4]}"#, 422, "#/features", "send a text"),
      (#"{}"#, 422, "#/text", "is missing; the active model takes a text"),
      (#"{"text": null}"#, 422, "#/text", "must be a string, not null"),
      (#"{"text": ["a"]}"#, 422, "#/text", "must be a string, not an array"),
      (#"{"text": "a", "text": "b"}"#, 400, "#/text", "twice"),
      (#"{"text": "\ud800"}"#, 400, nil, "half of a surrogate pair"),
      (
        #"{"text": ""# + String(repeating: "x", count: 32_769) + #""}"#, 422, "#/text",
        "has 32769 bytes; at most 32768 are taken"
      ),
    ] as [(String, Int, String?, String)])
  func `a bad text is refused`(body: String, status: Int, pointer: String?, detail: String) async throws {
    let fixture = try ServiceFixture(bundle: .reader())
    let answer = try await fixture.client.send("POST", "/v1/decisions", json: body)
    #expect(answer.status == status, "\(answer.text)")
    let fault = try answer.json["errors"]?.array?.first
    if let pointer { #expect(fault?["pointer"]?.string == pointer) }
    #expect(try answer.json["detail"]?.string?.contains(detail) == true, "\(answer.text)")
    #expect(try await decide(fixture, "good")["action"]?.string == "predict")
    #expect(try await fixture.client.get("/healthz").json["decisions"]?.integer == 1)
    await fixture.service.stop()
  }

  @Test func `a model of features refuses a text and says what it takes`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let answer = try await fixture.client.send("POST", "/v1/decisions", json: #"{"text": "hello"}"#)
    #expect(answer.status == 422)
    let fault = try answer.json["errors"]?.array?.first
    #expect(fault?["pointer"]?.string == "#/text")
    #expect(fault?["detail"]?.string == "is not what the active model takes; send features, 2 numbers")
    await fixture.service.stop()
  }

  @Test func `text models may follow each other, a model of features only by force`() throws {
    let reader = ServingModel(version: "1", bundle: try .reader())
    let clinic = ServingModel(version: "2", bundle: try .clinic())
    #expect(reader.isInterchangeable(with: reader))
    #expect(!reader.isInterchangeable(with: clinic) && !clinic.isInterchangeable(with: reader))
  }
}
