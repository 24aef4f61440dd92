import Formats
import Foundation
import Testing

@Suite struct FeedbackAPITests {
  @Test func `an outcome's source is kept as it was sent or refused`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = "/v1/decisions/" + (try await fixture.decide([0, 5])["id"]?.string ?? "") + "/outcome"
    let answer = try await fixture.client.send(
      "PUT", path, json: #"{"label": "benign", "source": "x\u0000y"}"#)
    #expect(answer.status == 422)
    #expect(try answer.json["errors"]?.array?.first?["pointer"]?.string == "#/source")
    await fixture.service.stop()
  }

  @Test func `a label closes a deferred decision and an outcome finishes it`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = try await deferred(fixture)
    let label = try await fixture.client.send(
      "POST", path + "/labels", json: #"{"expert": "ann", "label": "malignant", "seconds": 12.5}"#)
    #expect(label.status == 201)
    #expect(try label.json["asked"]?.bool == true)
    var details = try await fixture.client.get(path).json
    #expect(details["state"]?.string == "answered")
    #expect(details["team_answer"]?.string == "malignant")
    let outcome = try await fixture.client.send(
      "PUT", path + "/outcome", json: #"{"label": "malignant", "source": "biopsy"}"#)
    #expect(outcome.status == 201)
    details = try await fixture.client.get(path).json
    #expect(details["state"]?.string == "finished")
    #expect(details["outcome"]?["source"]?.string == "biopsy")
    await fixture.service.stop()
  }

  @Test func `the same label again changes nothing, another one needs replace`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = try await deferred(fixture) + "/labels"
    let statuses = try await [
      #"{"expert": "ann", "label": "benign", "seconds": 3}"#,
      #"{"expert": "ann", "label": "benign", "seconds": 4}"#,
      #"{"expert": "ann", "label": "malignant"}"#,
      #"{"expert": "ann", "label": "malignant", "replace": true}"#,
      #"{"expert": "ann", "label": "malignant", "replace": true}"#,
    ].asyncMap { try await fixture.client.send("POST", path, json: $0).status }
    #expect(statuses == [201, 200, 409, 201, 200])
    let labels = try await fixture.client.get(String(path.dropLast("/labels".count))).json["labels"]?.array
    #expect(labels?.count == 1)
    #expect(labels?.first?["label"]?.string == "malignant")
    #expect(labels?.first?["replaces"]?.string == "benign")
    await fixture.service.stop()
  }

  @Test func `an expert who was not asked may label, and is marked`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = try await deferred(fixture)
    let label = try await fixture.client.send(
      "POST", path + "/labels", json: #"{"expert": "bob", "label": "benign"}"#)
    #expect(try label.json["asked"]?.bool == false)
    #expect(try await fixture.client.get(path).json["state"]?.string == "open")
    await fixture.service.stop()
  }

  @Test func `an outcome may change and is stored once`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = try await deferred(fixture) + "/outcome"
    let statuses = try await [
      #"{"label": "benign"}"#, #"{"label": "benign"}"#, #"{"label": "malignant"}"#,
    ].asyncMap { try await fixture.client.send("PUT", path, json: $0).status }
    #expect(statuses == [201, 200, 200])
    await fixture.service.stop()
  }

  @Test(arguments: [
    ("POST", "/labels", #"{"expert": "eve", "label": "benign"}"#, 422, "#/expert"),
    ("POST", "/labels", #"{"expert": "ann", "label": "unclear"}"#, 422, "#/label"),
    ("POST", "/labels", #"{"expert": "ann"}"#, 422, "#/label"),
    ("POST", "/labels", #"{"label": "benign"}"#, 422, "#/expert"),
    ("POST", "/labels", #"{"expert": "ann", "label": "benign", "second": 1}"#, 422, "#/second"),
    ("POST", "/labels", #"{"expert": "ann", "label": "benign", "seconds": -1}"#, 422, "#/seconds"),
    ("POST", "/labels", #"{"expert": "ann", "label": "benign", "label": "benign"}"#, 400, "#/label"),
    ("POST", "/labels", #"{"expert": "ann", "label": 1}"#, 422, "#/label"),
    ("PUT", "/outcome", #"{"label": "unclear"}"#, 422, "#/label"),
    ("PUT", "/outcome", #"{}"#, 422, "#/label"),
    ("PUT", "/outcome", #"{"label": "benign", "sauce": "x"}"#, 422, "#/sauce"),
  ])
  func `bad feedback is refused and changes nothing`(
    method: String, call: String, body: String, status: Int, pointer: String
  ) async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = try await deferred(fixture)
    let before = try await fixture.client.get(path).body
    let answer = try await fixture.client.send(method, path + call, json: body)
    #expect(answer.status == status, "\(answer.text)")
    #expect(try answer.json["errors"]?.array?.first?["pointer"]?.string == pointer)
    #expect(try await fixture.client.get(path).body == before)
    await fixture.service.stop()
  }

  @Test func `feedback on an unknown decision is 404`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    for id in ["01930000-0000-7000-8000-000000000000", "not-an-id", "%00"] {
      let label = try await fixture.client.send(
        "POST", "/v1/decisions/\(id)/labels", json: #"{"expert": "ann", "label": "benign"}"#)
      #expect(label.status == 404 || (id == "%00" && label.status == 400))
    }
    await fixture.service.stop()
  }

  @Test func `experts are counted`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let path = try await deferred(fixture)
    _ = try await fixture.client.send(
      "POST", path + "/labels", json: #"{"expert": "ann", "label": "benign"}"#)
    _ = try await fixture.client.send("PUT", path + "/outcome", json: #"{"label": "benign"}"#)
    let ann = try await fixture.client.get("/v1/experts").json["experts"]?.array?.first
    #expect(ann?["id"]?.string == "ann")
    #expect(ann?["assigned"]?.integer == 1)
    #expect(ann?["labels"]?.integer == 1)
    #expect(ann?["agreement"]?.number == 1)
    await fixture.service.stop()
  }

  private func deferred(_ fixture: ServiceFixture) async throws -> String {
    let decision = try await fixture.decide([0, 5])
    return "/v1/decisions/" + (decision["id"]?.string ?? "")
  }

  @Test func `an outcome that is said again keeps its time`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let id = try #require(try await fixture.decide([1, 0])["id"]?.string)
    let path = "/v1/decisions/\(id)/outcome"
    let first = try await fixture.client.send("PUT", path, json: #"{"label": "benign"}"#)
    let start = Date()
    while Date().timeIntervalSince(start) < 0.005 { await Task.yield() }
    let again = try await fixture.client.send("PUT", path, json: #"{"label": "benign"}"#)
    #expect(first.status == 201 && again.status == 200)
    let times = try (first.json["created_at"]?.string, again.json["created_at"]?.string)
    #expect(times.0 != nil && times.0 == times.1)
    let stored = try await fixture.client.get("/v1/decisions/\(id)").json
    #expect(stored["outcome"]?["created_at"]?.string == times.0)
    await fixture.service.stop()
  }
}

extension Array {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
