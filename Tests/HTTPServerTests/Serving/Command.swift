import Foundation
import Synchronization

/// Runs a real client and takes what it says.
enum Command {
  /// Reports a client that is not installed, and the cure.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  struct Outcome: Sendable {
    let status: Int32
    let bytes: Data
    let errors: String
    var output: String { String(decoding: bytes, as: UTF8.self) }
    /// Both streams.
    var all: String { output + errors }
  }

  /// Runs a program to its end, or until so many seconds are over.
  ///
  /// - Throws: `Missing`
  static func run(_ arguments: [String], input: String = "", within seconds: Double = 20) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path(arguments[0]))
    process.arguments = Array(arguments.dropFirst())
    let (input, output, errors) = (fed(input), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let patience = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: patience)
    let complaint = Mutex("")
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      complaint.withLock { $0 = text }
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    reading.wait()
    process.waitUntilExit()
    patience.cancel()
    return Outcome(status: process.terminationStatus, bytes: bytes, errors: complaint.withLock { $0 })
  }

  /// Runs commands of the shell, a minute at most, and returns what they wrote.
  static func shell(_ commands: String) throws -> String {
    try run(["/bin/bash", "-c", commands], within: 60).output
  }

  /// Runs a Python script with the interpreter of the tests.
  static func python(_ script: String, _ arguments: String...) throws -> Outcome {
    let interpreter = ProcessInfo.processInfo.environment["DEFERRAL_PYTHON"] ?? "python3"
    return try run([interpreter, "-c", script] + arguments)
  }

  /// A pipe that holds a short text and its end.
  private static func fed(_ text: String) -> Pipe {
    let pipe = Pipe()
    try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try? pipe.fileHandleForWriting.close()
    return pipe
  }

  /// Where a program is.
  ///
  /// - Throws: `Missing`
  static func path(_ program: String) throws -> String {
    if program.hasPrefix("/") { return program }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(program)") {
      return "\(folder)/\(program)"
    }
    throw Missing(description: "\(program) is not installed: `make test-setup` installs it (TEST_PACKAGES)")
  }
}
