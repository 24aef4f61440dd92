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
    let output: String
    let errors: String
    /// Both streams.
    var all: String { output + errors }
  }

  /// Runs a program to its end, twenty seconds at most.
  ///
  /// - Throws: `Missing`
  static func run(_ arguments: [String], input: String = "") throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path(arguments[0]))
    process.arguments = Array(arguments.dropFirst())
    let (input, output, errors) = (fed(input), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let patience = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: patience)
    let complaint = Mutex("")
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      complaint.withLock { $0 = text }
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    reading.wait()
    process.waitUntilExit()
    patience.cancel()
    return Outcome(status: process.terminationStatus, output: text, errors: complaint.withLock { $0 })
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

  private static func path(_ program: String) throws -> String {
    if program.hasPrefix("/") { return program }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(program)") {
      return "\(folder)/\(program)"
    }
    throw Missing(description: "\(program) is not installed: `make test-setup` installs it (TEST_PACKAGES)")
  }
}
