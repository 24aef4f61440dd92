import DeferralService
import Formats
import Foundation
import Testing

/// Serves the bundles that PyTorch wrote and compares the answers with PyTorch's own.
@Suite struct GoldenBundleTests {
  private static let bundles = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "FormatsTests/Fixtures/bundles")

  @Test(arguments: ["ova-gelu-33", "ova-relu-20", "ova-relu-5", "softmax-relu-64", "softmax-tanh-7"])
  func `a bundle from PyTorch answers over HTTP as PyTorch does`(name: String) async throws {
    let bundle = Self.bundles.appendingPathComponent(name)
    let fixture = try ServiceFixture(bundle: nil) { $0.model = bundle.path }
    let cases = try String(contentsOf: bundle.appendingPathComponent("cases.jsonl"), encoding: .utf8)
    for line in cases.split(separator: "\n") {
      let expected = try JSONValue.parse(Array(line.utf8))
      let body = JSONValue.object([JSONMember("features", try #require(expected["features"]))])
      let answer = try await fixture.client.send("POST", "/v1/decisions", body: body.serialise())
      #expect(answer.status == 201)
      let decision = try answer.json
      #expect(decision["action"] == expected["action"])
      #expect(decision["expert"] == expected["expert"])
      #expect(decision["prediction"]?["label"] == expected["prediction"])
      Self.expectClose(decision["class_probabilities"], expected["class_probabilities"])
      Self.expectClose(decision["expert_correctness"], expected["expert_correctness"])
      let id = try #require(decision["id"]?.string)
      let logits = try await fixture.client.get("/v1/decisions/\(id)").json["logits"]?.array ?? []
      for (one, other) in zip(logits, try #require(expected["logits"]?.array)) {
        #expect(abs((one.number ?? .nan) - (other.number ?? 0)) < 1e-4)
      }
    }
    await fixture.service.stop()
  }

  private static func expectClose(_ actual: JSONValue?, _ expected: JSONValue?) {
    let members = expected?.members ?? []
    #expect(!members.isEmpty)
    #expect(actual?.members?.count == members.count)
    for member in members {
      #expect(abs((actual?[member.key]?.number ?? .nan) - (member.value.number ?? 0)) < 1e-4, "\(member.key)")
    }
  }
}
