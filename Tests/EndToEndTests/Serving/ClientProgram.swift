import Foundation
import TestSupport

/// Runs a real client, such as curl, and takes what it says.
enum ClientProgram {
  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a program of the path to its end.
  static func run(_ arguments: [String]) throws -> Outcome {
    let directory = try TemporaryDirectory()
    let (output, errors) = (directory("out"), directory("err"))
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  /// Runs curl, twenty seconds at most.
  static func curl(_ arguments: String...) throws -> Outcome {
    try run(["curl", "--silent", "--show-error", "--max-time", "20"] + arguments)
  }
}
