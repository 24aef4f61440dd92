import Foundation

/// Runs a Python script with PyTorch and safetensors at hand.
package enum PythonSnippet {
  /// Reports a Python that cannot run the script.
  package struct Unusable: Error, CustomStringConvertible {
    /// What is wrong, and the cure.
    package let description: String
  }

  /// Interpreter: `DEFERRAL_PYTHON`, else the environment that `make test` makes at the package's root.
  package static var interpreter: String {
    if let path = ProcessInfo.processInfo.environment["DEFERRAL_PYTHON"] { return path }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appendingPathComponent(".build/python/bin/python3").path
  }

  /// Runs `script` and returns what it printed.
  ///
  /// - Throws: `Unusable` where the interpreter or its packages are missing, or the script fails.
  package static func run(_ script: String, _ arguments: [String]) throws -> String {
    guard FileManager.default.isExecutableFile(atPath: interpreter) else {
      throw Unusable(
        description: "\(interpreter) is not there: `make test` makes it; or name one in DEFERRAL_PYTHON")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter)
    process.arguments = [script] + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Unusable(
        description: "\(interpreter) \(script) failed; if a package is missing, run `make test` "
          + "(python3-torch from Debian, safetensors from PyPI):\n\(complaint)")
    }
    return text
  }
}
