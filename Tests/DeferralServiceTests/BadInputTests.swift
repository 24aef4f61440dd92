import Formats
import Testing

/// Every refusal is a problem document that points at the field, and changes nothing.
@Suite struct BadInputTests {
  private static let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)

  @Test(
    arguments: [
      (#"{"features": [1]}"#, 422, "#/features"),
      (#"{"features": [1, 2, 3]}"#, 422, "#/features/2"),
      (#"{"features": []}"#, 422, "#/features"),
      (#"{"features": "1, 2"}"#, 422, "#/features"),
      (#"{"features": [1, "2"]}"#, 422, "#/features/1"),
      (#"{"features": [1, null]}"#, 422, "#/features/1"),
      (#"{"features": [1, [2]]}"#, 422, "#/features/1"),
      (#"{"features": [1, NaN]}"#, 400, "#/features/1"),
      (#"{"features": [1, Infinity]}"#, 400, "#/features/1"),
      (#"{"features": [1, -Infinity]}"#, 400, "#/features/1"),
      (#"{"features": [1, 1e39]}"#, 422, "#/features/1"),
      (#"{"features": [-1e39, 1]}"#, 422, "#/features/0"),
      (#"{"features": [1, 1e999]}"#, 400, "#/features/1"),
      (#"{}"#, 422, "#/features"),
      (#"{"feature": [1, 2]}"#, 422, "#/feature"),
      (#"{"features": [1, 2], "a/b~c": 1}"#, 422, "#/a~1b~0c"),
      (#"{"features": [1, 2], "features": [1, 2]}"#, 400, "#/features"),
      (#"{"features": [1, 2], "alpha": 0}"#, 422, "#/alpha"),
      (#"{"features": [1, 2], "alpha": 1}"#, 422, "#/alpha"),
      (#"{"features": [1, 2], "alpha": "0.1"}"#, 422, "#/alpha"),
      (#"{"features": [1, 2], "k": 0}"#, 422, "#/k"),
      (#"{"features": [1, 2], "k": 3}"#, 422, "#/k"),
      (#"{"features": [1, 2], "k": 1.5}"#, 422, "#/k"),
      (#"{"features": [1, 2], "k": 1, "alpha": 0.1}"#, 422, "#/k"),
      (#"{"features": [1, 2], "experts": ["ann", "eve"]}"#, 422, "#/experts/1"),
      (#"{"features": [1, 2], "experts": ["ann", "ann"]}"#, 422, "#/experts/1"),
      (#"{"features": [1, 2], "experts": "ann"}"#, 422, "#/experts"),
      (#"{"features": [1, 2], "priority": "high"}"#, 422, "#/priority"),
      (#"{"features": [1, 2], "metadata": []}"#, 422, "#/metadata"),
      (#"{"features": [1, 2], "metadata": {"a": 1, "a": 2}}"#, 422, "#/metadata/a"),
      (#"{"features": [1, 2]"#, 400, nil),
      (#"{"features": [1, 2"#, 400, nil),
      (#"{"features": [1, 2]} x"#, 400, nil),
      (#"[1, 2]"#, 400, "#"),
      ("", 400, nil),
      (#"{"features": [1, 2], "metadata": "# + deep + "}", 400, nil),
    ] as [(String, Int, String?)])
  func `a bad decision request is refused`(body: String, status: Int, pointer: String?) async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let answer = try await fixture.client.send("POST", "/v1/decisions", json: body)
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.contentType == "application/problem+json")
    let problem = try answer.json
    #expect(problem["status"]?.integer == Int64(status))
    if let pointer { #expect(problem["errors"]?.array?.first?["pointer"]?.string == pointer) }
    let health = try await fixture.client.get("/healthz").json
    #expect(health["decisions"]?.integer == 0)
    await fixture.service.stop()
  }

  @Test func `invalid UTF-8 is refused`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let body = Array(#"{"features": [1, 2], "metadata": {"a": ""#.utf8) + [0xC3, 0x28] + Array(#""}}"#.utf8)
    let answer = try await fixture.client.send("POST", "/v1/decisions", body: body)
    #expect(answer.status == 400)
    #expect(try answer.json["detail"]?.string?.contains("UTF-8") == true)
    await fixture.service.stop()
  }

  @Test func `a bad neighbour does not spoil a good request`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<100 {
        group.addTask {
          let good = index % 2 == 0
          let body = good ? #"{"features": [0, 5]}"# : #"{"features": [9, 9e99]}"#
          let answer = try await fixture.client.send("POST", "/v1/decisions", json: body)
          return try good
            ? answer.status == 201 && answer.json["expert"]?.string == "ann" : answer.status == 422
        }
      }
      for try await asExpected in group { #expect(asExpected) }
    }
    await fixture.service.stop()
  }

  @Test func `other media types, methods and paths are refused`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    let body = Array(#"{"features": [0, 5]}"#.utf8)
    let form = try await fixture.client.send(
      "POST", "/v1/decisions", body: body, headers: ["Content-Type": "application/x-www-form-urlencoded"])
    #expect(form.status == 415)
    let charset = try await fixture.client.send(
      "POST", "/v1/decisions", body: body, headers: ["Content-Type": "application/json; charset=utf-8"])
    #expect(charset.status == 201)
    let method = try await fixture.client.send("DELETE", "/v1/decisions")
    #expect(method.status == 405)
    #expect(method.header("Allow")?.contains("POST") == true)
    let path = try await fixture.client.get("/v1/nothing")
    #expect(path.status == 404)
    #expect(path.contentType == "application/problem+json")
    let large = try await fixture.client.send(
      "POST", "/v1/decisions", body: [UInt8](repeating: 0x20, count: 1_048_577))
    #expect(large.status == 413)
    await fixture.service.stop()
  }
}
