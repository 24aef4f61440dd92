import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// Requests as real clients send them to the real program.
@Suite struct RequestTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    let layer = DenseLayer(inputs: 2, outputs: 4, weight: [1, 0, -1, 0, 0, 1, 0, -1], bias: [0, 0, -2, -2])
    let network = try Network(layers: [layer], activation: .relu, scaler: nil)
    let manifest = ModelManifest(
      surrogate: .oneVsAll, classes: ["benign", "malignant"], experts: ["ann", "bob"], network: network)
    try ModelBundle(manifest: manifest, network: network, conformal: nil).write(to: directory("bundle"))
  }

  private func server(_ environment: [String: String] = [:]) async throws -> ServerProcess {
    try await ServerProcess(
      ["--model", directory("bundle"), "--data-directory", directory("data")], environment: environment)
  }

  @Test func `a decision's line in the access log has its ids, and no body`() async throws {
    let server = try await server(["DEFERRAL_ACCESS_LOG": "json", "DEFERRAL_LOG_FORMAT": "json"])
    let outcome = try ClientProgram.curl(
      "--include", "\(server.urls[0])/v1/decisions?secret=1", "--json", #"{"features": [0, 5.25]}"#,
      "--header", "X-Request-Id: order-7", "--header",
      "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    #expect(outcome.output.hasPrefix("HTTP/1.1 201 "), "\(outcome.output)")
    #expect(outcome.output.contains("X-Request-Id: order-7\r\n"))
    try #require(try await server.writes("\"request_id\":\"order-7\""))
    let text = try #require(server.errors.split(separator: "\n").first { $0.contains("http.access") })
    let line = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(line["method"] as? String == "POST" && line["path"] as? String == "/v1/decisions")
    #expect(line["route"] as? String == "/v1/decisions" && line["status"] as? Int == 201)
    #expect(line["trace_id"] as? String == "0af7651916cd43dd8448eb211c80319c")
    #expect(line["parent_id"] as? String == "b7ad6b7169203331")
    #expect((line["peer"] as? String)?.hasPrefix("127.0.0.1") == true)
    #expect(!text.contains("5.25") && !text.contains("secret"))
    for line in server.errors.split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `a gzip body is a decision like any other, a bomb and an unknown coding are refused`()
    async throws
  {
    let server = try await server(["DEFERRAL_LIMITS_BODY_BYTES": "100000"])
    try Data(#"{"features": [0, 5]}"#.utf8).write(to: URL(fileURLWithPath: directory("small")))
    try Data(repeating: 0x20, count: 5_000_000).write(to: URL(fileURLWithPath: directory("bomb")))
    #expect(try ClientProgram.run(["gzip", directory("small"), directory("bomb")]).status == 0)
    let expected = [("small", "gzip", "201"), ("bomb", "gzip", "413"), ("small", "br", "415")]
    for (file, coding, status) in expected {
      let outcome = try ClientProgram.curl(
        "--write-out", "\n%{http_code}", "\(server.urls[0])/v1/decisions", "--data-binary",
        "@\(directory(file)).gz", "--header", "Content-Encoding: \(coding)", "--header",
        "Content-Type: application/json")
      #expect(outcome.output.hasSuffix("\n\(status)"), "\(file), \(coding): \(outcome.output)")
      if status == "201" { #expect(outcome.output.contains(#""expert":"ann""#)) }
    }
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `the contract has a tag, comes in gzip, and only when it has changed`() async throws {
    let server = try await server()
    let url = "\(server.urls[0])/openapi.yaml"
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = try String(contentsOf: root.appendingPathComponent("openapi.yaml"), encoding: .utf8)
    for coding in ["identity", "gzip"] {
      let head = directory("head")
      let whole = try ClientProgram.curl(
        "--dump-header", head, "--compressed", "--header", "Accept-Encoding: \(coding)", url)
      #expect(whole.output == file)
      let fields = try String(contentsOfFile: head, encoding: .utf8)
      #expect(fields.contains("Content-Encoding: gzip\r\n") == (coding == "gzip"))
      let tag = try #require(fields.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") }?.dropFirst(6))
      let again = try ClientProgram.curl(
        "--write-out", "%{http_code}", "--header", "Accept-Encoding: \(coding)", "--header",
        "If-None-Match: \(tag)", url)
      #expect(again.output == "304")
    }
    #expect(server.stop(SIGTERM) == 0)
  }
}
