import Formats
import Foundation
import TestSupport
import Testing

/// Rows without an outcome that experts labelled.
@Suite struct InferredTruthsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Every third row of a labelled set has lost its true label.
  private func data() throws -> String {
    let path = try CommandLineData.write(rows: 900, seed: 1, to: directory("rows.jsonl"))
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").enumerated()
    let hidden = lines.map { number, line in
      guard number % 3 == 0 else { return String(line) }
      return CommandLineData.classes.reduce(String(line)) {
        $0.replacingOccurrences(of: "\"label\":\"\($1)\"", with: "\"label\":null")
      }
    }
    try hidden.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func train(_ data: String, _ more: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(
      ["train", "--data", data, "--out", directory("model"), "--hidden", "8", "--epochs", "2"] + more)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  @Test func `they train where that is asked for, are counted apart, and judge nothing`() throws {
    let data = try data()
    let plain = try train(data, ["--json"]).json["training"]
    #expect(plain?["metrics"]?["inferred_rows"]?.integer == 0)
    let run = try train(data, ["--infer-truth", "0.6", "--json"]).json
    let training = run["training"]
    #expect(training?["settings"]?["infer_truth"]?.number == 0.6)
    #expect(training?["metrics"]?["training_rows"] == plain?["metrics"]?["training_rows"])
    #expect(training?["metrics"]?["validation_rows"] == plain?["metrics"]?["validation_rows"])
    #expect(training?["metrics"]?["inferred_rows"]?.integer ?? 0 > 50)
    // Of the held-out rows a third has no true label: they stay unscored.
    #expect(run["evaluation"]?["rows_unscored"]?.integer ?? 0 > 20)
    #expect(try train(data, ["--infer-truth", "0.6"]).output.contains("whose truth was inferred"))
  }

  @Test func `a threshold that is no probability is wrong usage`() throws {
    let run = try DeferralProgram.run(
      ["train", "--data", directory("x.jsonl"), "--out", directory("m"), "--infer-truth", "1.5"])
    #expect(run.status == 64)
    #expect(run.errors.contains("above 0 and at most 1"))
  }
}
