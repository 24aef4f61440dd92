import DeferralService
import Foundation
import Testing
import Yams

@Suite struct RoutesTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("openapi.yaml").path

  @Test func `openapi.yaml and the table of routes list the same calls`() throws {
    let document = try #require(
      try Yams.load(yaml: String(contentsOfFile: Self.file, encoding: .utf8)) as? [String: Any])
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let described = Set(paths.flatMap { path, calls in calls.keys.map { "\($0.uppercased()) \(path)" } })
    let served = Set(Endpoint.routes(bodyLimit: 1).map { "\($0.method.rawValue) \($0.pattern)" })
    #expect(described == served)
  }

  @Test func `the program carries the file that stands at the root`() async throws {
    let fixture = try ServiceFixture(bundle: nil)
    let answer = try await fixture.client.get("/openapi.yaml")
    #expect(answer.status == 200)
    #expect(answer.text == (try String(contentsOfFile: Self.file, encoding: .utf8)))
    #expect(answer.header("ETag")?.hasPrefix("\"") == true)
    await fixture.service.stop()
  }
}
