import Foundation

/// Runs the real `deferral` program that was built beside the tests.
package struct DeferralProgram: Sendable {
  /// What a finished run printed.
  package struct Output: Sendable {
    /// Exit code.
    package let status: Int32
    /// Standard output.
    package let output: String
    /// Standard error.
    package let errors: String
  }

  /// Path of the program.
  package static var path: String {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return tests.appendingPathComponent("deferral").path
  }

  /// Runs a command to its end.
  package static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let directory = try TemporaryDirectory()
    let (output, errors) = (directory("out"), directory("err"))
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Output(
      status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}

/// Runs `deferral serve` until it is stopped or let go.
package final class ServerProcess: @unchecked Sendable {
  // Safe: `process` is only started in `init` and signalled afterwards, which Foundation allows from any thread;
  // everything else is immutable.
  private let process = Process()
  private let log: String
  private let directory: TemporaryDirectory
  /// Address from the ready line.
  package private(set) var address = ""

  /// Starts a server on a free port and waits until it is ready.
  package init(_ arguments: [String], environment: [String: String] = [:]) async throws {
    directory = try TemporaryDirectory()
    log = directory("log")
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.executableURL = URL(fileURLWithPath: DeferralProgram.path)
    process.arguments = ["serve", "--listen", "127.0.0.1:0"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    address = try await readyAddress()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Client of this server.
  package func client(connections: Int = 8) -> HTTPClient {
    HTTPClient(address: address, connections: connections)
  }

  /// What the server wrote to standard error so far.
  package var errors: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

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

  private func readyAddress() async throws -> String {
    let marker = "ready on http://"
    let deadline = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < deadline {
      if let start = errors.range(of: marker)?.upperBound {
        return String(errors[start...].prefix { $0 != " " && $0 != "\n" })
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
