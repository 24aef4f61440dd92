import Foundation
import TestSupport
import Testing

@Suite struct ListeningTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a Unix socket is served beside an address, with the mode that is set`() async throws {
    let path = directory("socket")
    let server = try await ServerProcess(
      ["--data-directory", directory("data")], listen: ["127.0.0.1:0", "unix:\(path)"],
      environment: ["DEFERRAL_SOCKET_MODE": "0600"])
    try #require(server.urls.count == 2)
    #expect(server.urls[1] == "unix:\(path)")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(
      try ClientProgram.curl("--unix-socket", path, "http://localhost/livez").output == #"{"status":"ok"}"#)
    #expect(try ClientProgram.curl("\(server.urls[0])/livez").output == #"{"status":"ok"}"#)
    #expect(server.stop(SIGTERM) == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a limit on the connections of one address closes further ones and is counted`() async throws {
    let server = try await ServerProcess(
      ["--data-directory", directory("data")],
      environment: ["DEFERRAL_LIMITS_CONNECTIONS_PER_ADDRESS": "2", "DEFERRAL_EVENT_LOOPS": "1"])
    let held = try (0..<2).map { _ in try OpenSocket(address: server.address) }
    let third = try OpenSocket(address: server.address)
    #expect(third.readsToEnd())
    held[0].send("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    #expect(held[0].readAll().contains("deferral_http_connections_refused_total 1\n"))
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `whoever reads standard error may leave`() async throws {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: DeferralProgram.path)
    process.arguments = ["serve", "--listen", "127.0.0.1:0", "--data-directory", directory("data")]
    process.environment = ProcessInfo.processInfo.environment.merging(["DEFERRAL_ACCESS_LOG": "text"]) { $1 }
    process.standardError = errors
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    var text = ""
    while !text.contains("(no model yet)") {
      let piece = errors.fileHandleForReading.availableData
      try #require(!piece.isEmpty, "\(text)")
      text += String(decoding: piece, as: UTF8.self)
    }
    try errors.fileHandleForReading.close()
    let start = try #require(text.range(of: "ready on ")?.upperBound)
    let url = String(text[start...].prefix { $0 != " " })
    for _ in 0..<3 { #expect(try ClientProgram.curl("\(url)/livez").output == #"{"status":"ok"}"#) }
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
  }
}
