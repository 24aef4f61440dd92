import Foundation

/// Runs `deferral serve` until it is stopped or let go.
package final class ServerProcess: @unchecked Sendable {
  // Safe: `process` is only started in `init` and signalled afterwards, which Foundation allows from any thread;
  // everything else is immutable.
  private let process = Process()
  private let log: String
  private let directory: TemporaryDirectory
  /// Where it listens, from the ready line: `http://127.0.0.1:40213`.
  package private(set) var urls: [String] = []

  /// Starts a server and waits until it is ready.
  ///
  /// - Parameters:
  ///   - listen: addresses; by default a free port.
  ///   - launcher: a program, and its arguments, that becomes the server; by default none.
  package init(
    _ arguments: [String], listen: [String] = ["127.0.0.1:0"], environment: [String: String] = [:],
    launcher: [String] = []
  ) async throws {
    directory = try TemporaryDirectory()
    log = directory("log")
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let command =
      launcher + [DeferralProgram.path, "serve"] + listen.flatMap { ["--listen", $0] } + arguments
    process.executableURL = URL(fileURLWithPath: launcher.isEmpty ? command[0] : "/usr/bin/env")
    process.arguments = launcher.isEmpty ? Array(command.dropFirst()) : command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    urls = try await readyURLs()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// The first address, without its scheme.
  package var address: String {
    let url = urls.first ?? ""
    return url.range(of: "://").map { String(url[$0.upperBound...]) } ?? url
  }

  /// The server's process.
  package var processIdentifier: Int32 { process.processIdentifier }

  /// Client of this server.
  package func client(connections: Int = 8) -> HTTPClient {
    HTTPClient(address: address, connections: connections)
  }

  /// What the server wrote to standard error so far.
  package var errors: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// Waits until the server has written a text to standard error, twenty seconds at most; whether it did.
  package func writes(_ text: String) async throws -> Bool {
    for _ in 0..<1000 where !errors.contains(text) { try await Task.sleep(for: .milliseconds(20)) }
    return errors.contains(text)
  }

  /// Sends a signal.
  package func send(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Descriptors that the server has open.
  package var openDescriptors: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.processIdentifier)/fd").count) ?? 0
  }

  /// CPU time that the server has used, user and system, in clock ticks (100 a second).
  package var clockTicks: Int {
    let stat = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
    // Behind the name in parentheses, which may hold spaces, the 12th and 13th fields.
    let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12 else { return 0 }
    return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
  }

  /// Sends a signal and waits for the end; returns the exit code, or the signal that ended it.
  @discardableResult
  package func stop(_ number: Int32) -> Int32 {
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func readyURLs() async throws -> [String] {
    let deadline = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < deadline {
      // "ready on http://127.0.0.1:40213 and unix:/a/path (model version 1)"
      let line = errors.split(separator: "\n").first { $0.contains("ready on ") && $0.contains(" (") }
      if let line, let start = line.range(of: "ready on ")?.upperBound,
        let end = line.range(of: " (", range: start..<line.endIndex)?.lowerBound
      {
        return line[start..<end].components(separatedBy: " and ")
      }
      guard process.isRunning else { break }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw ServerFailure(log: errors)
  }
}

/// Reports a server that did not become ready.
package struct ServerFailure: Error, CustomStringConvertible {
  let log: String
  /// What it wrote.
  package var description: String { "the server did not become ready:\n\(log)" }
}
