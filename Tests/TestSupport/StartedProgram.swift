import Foundation

/// Runs `deferral` while a test watches, so that the test can stop it.
package final class StartedProgram: @unchecked Sendable {
  // Safe: `process` is only started in `init` and signalled afterwards; everything else is immutable.
  private let process = Process()
  private let directory: TemporaryDirectory

  /// Starts a command.
  package init(_ arguments: [String]) throws {
    directory = try TemporaryDirectory()
    _ = FileManager.default.createFile(atPath: directory("err"), contents: nil)
    process.executableURL = URL(fileURLWithPath: DeferralProgram.path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: directory("err"))
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// What it wrote to standard error so far.
  package var errors: String { (try? String(contentsOfFile: directory("err"), encoding: .utf8)) ?? "" }

  /// Waits until something holds, or the program has ended; returns whether it holds.
  package func wait(until holds: () -> Bool) -> Bool {
    while process.isRunning {
      if holds() { return true }
      usleep(1000)
    }
    return holds()
  }

  /// Sends a signal and waits for the end; returns the signal that it died of, or nil.
  package func stop(_ number: Int32) -> Int32? {
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
  }
}
