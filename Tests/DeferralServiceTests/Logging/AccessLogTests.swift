import DeferralService
import Foundation
import Glibc
import Logging
import TestSupport
import Testing

@Suite struct AccessLogTests {
  @Test(arguments: [AccessLogFormat.json, .text, .off])
  func `the service logs its requests as the setting says`(format: AccessLogFormat) async throws {
    let directory = try TemporaryDirectory()
    let file = open(directory("log"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    var settings = Settings()
    settings.listen = ["127.0.0.1:0"]
    settings.dataDirectory = directory("data")
    settings.accessLog = format
    let logs = LogOutput(settings, descriptor: file)
    let service = try Service(
      settings: settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, logs: logs)
    let client = HTTPClient(address: try service.start().first ?? "")
    #expect(try await client.send("GET", "/livez?key=secret").status == 200)
    await service.stop()
    logs.flush()
    let text = try String(contentsOfFile: directory("log"), encoding: .utf8)
    #expect(!text.contains("secret"))
    let lines = text.split(separator: "\n")
    guard format != .off else { return #expect(lines.isEmpty) }
    #expect(lines.count == 1 && lines[0].contains("/livez"))
    guard format == .json else { return }
    let line = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
    #expect(line["status"] as? Int == 200 && (line["request_id"] as? String)?.count == 32)
  }

  @Test(arguments: ["log_format: xml", "access_log: yes", "log_format: \"\""])
  func `other formats are refused`(yaml: String) {
    var settings = Settings()
    #expect(throws: SettingsError.self) { try settings.apply(yaml: yaml, source: "x.yaml") }
  }
}
