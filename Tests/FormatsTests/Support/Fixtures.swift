import Formats
import Foundation
import TestSupport
import Testing

/// Finds the fixtures beside the tests.
enum Fixtures {
  static let bundleNames = ["ova-gelu-33", "ova-relu-20", "ova-relu-5", "softmax-relu-64", "softmax-tanh-7"]

  static func path(_ name: String) throws -> String {
    try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures").appendingPathComponent(name)
      .path
  }

  static func bundle(_ name: String) throws -> String { try path("bundles/\(name)") }
}

extension TemporaryDirectory {
  /// Writes a file into the directory and returns its path.
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
    return self(name)
  }

  /// Writes text packed by the gzip program.
  func writePacked(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let plain = try write("plain-\(name)", bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    process.arguments = ["-c", plain]
    #expect(FileManager.default.createFile(atPath: self(name), contents: nil))
    process.standardOutput = FileHandle(forWritingAtPath: self(name))
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return self(name)
  }
}

extension TemporaryDirectory {
  /// The names of what is in the directory, sorted.
  func names(_ inner: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self(inner)).sorted()
  }
}

extension TemporaryDirectory {
  /// Makes a directory inside.
  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
  }
}
