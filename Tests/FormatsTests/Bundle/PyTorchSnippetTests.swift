import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// Runs the README's Python snippet with PyTorch and safetensors, and reads what it wrote.
@Suite struct PyTorchSnippetTests {
  private static let interpreter =
    ProcessInfo.processInfo.environment["DEFERRAL_PYTHON"] ?? ".build/python/bin/python3"

  @Test func `a bundle that PyTorch writes in ten lines gives PyTorch's logits`() throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.interpreter),
      "\(Self.interpreter) is not there; `make test` makes it, or name one in DEFERRAL_PYTHON")
    let directory = try TemporaryDirectory()
    let expected = try write(to: directory("bundle"))
    let bundle = try ModelBundle.read(directory("bundle"))
    #expect(bundle.manifest.classes == ["a", "b", "c"])
    #expect(bundle.manifest.experts == ["ann", "bob"])
    let forward = ForwardPass(network: bundle.network, capacity: 1)
    for (index, value) in [Float(0.1), -2.0, 0.7, 1.5].enumerated() { forward.inputs[index] = value }
    let logits = Array(forward.run(rows: 1))
    #expect(logits.count == expected.count)
    for (one, other) in zip(logits, expected) { #expect(abs(Double(one) - other) < 1e-5) }
  }

  @Test func `the README quotes the snippet that is tested`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains(try String(contentsOf: Self.snippet(), encoding: .utf8)))
  }

  private static func snippet() throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures/write_bundle", withExtension: "py"))
  }

  private func write(to bundle: String) throws -> [Double] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.interpreter)
    process.arguments = [try Self.snippet().path, bundle]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the snippet failed; are torch and safetensors installed?")
    return try JSONDecoder().decode([Double].self, from: printed)
  }
}
