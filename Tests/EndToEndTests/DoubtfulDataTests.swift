import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// Data that are not what they seem: refused, warned of, or known again.
@Suite struct DoubtfulDataTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `an expert without a label in the training rows gets a prior, and the others are trained`()
    throws
  {
    let data = try CommandLineData.write(rows: 300, seed: 1, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run(
      ["train", "--data", data, "--out", directory("model"), "--experts", "ann,bob,eve"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("eve has no label in the training rows: estimated by the others' accuracies"))
    let priors = try ModelBundle.read(directory("model")).manifest.priors
    #expect(priors.keys.sorted() == ["eve"])
    #expect(priors["eve"]?.labels == 0)
    let line = try DeferralProgram.run(["predict", "--model", directory("model"), "--data", data]).lines.first
    let decision = try JSONValue.parse(Array((line ?? "").utf8))
    #expect(decision["estimate"] == .object([JSONMember("eve", .string("prior"))]))
    #expect(abs((decision["expert_correctness"]?["eve"]?.number ?? 0) - 0.5) < 1e-6)
    #expect(decision["conformal_set"]?["experts"]?.array?.contains(.string("eve")) == false)
  }

  @Test func `a class that is never true is warned of`() throws {
    let data = try CommandLineData.write(rows: 300, seed: 1, to: directory("rows.jsonl"))
    let text = try String(contentsOfFile: data, encoding: .utf8)
    let slip = text.replacingOccurrences(
      of: #""bob":"left""#, with: #""bob":"lefft""#, range: text.range(of: #""bob":"left""#))
    try slip.write(toFile: data, atomically: true, encoding: .utf8)
    let run = try DeferralProgram.run(["train", "--data", data, "--out", directory("model")])
    #expect(run.status == 0)
    #expect(run.errors.contains("class \"lefft\" is never the true label"))
  }

  @Test func `the training data are known again when they are packed`() throws {
    let (model, data) = try CommandLineData.trained(in: directory, ["--group-by", "id-prefix:/"])
    let own = try DeferralProgram.run(["calibrate", "--model", model, "--data", data, "--json"])
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-k", data]
    try gzip.run()
    gzip.waitUntilExit()
    let packed = try DeferralProgram.run(["calibrate", "--model", model, "--data", data + ".gz", "--json"])
    #expect(packed.status == 0, "\(packed.errors)")
    #expect(try packed.json["rows"] == own.json["rows"])
    #expect(try packed.json["rows"]?.integer ?? 0 < 1000)
  }

  @Test func `other data than the training's need no groups to calibrate on`() throws {
    let (model, _) = try CommandLineData.trained(in: directory, ["--group-by", "id-prefix:/"])
    let data = try CommandLineData.write(rows: 200, seed: 2, to: directory("fresh.jsonl"))
    let plain = try String(contentsOfFile: data, encoding: .utf8).replacingOccurrences(of: "/", with: "-")
    try plain.write(toFile: data, atomically: true, encoding: .utf8)
    let run = try DeferralProgram.run(["calibrate", "--model", model, "--data", data, "--json"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json["rows"]?.integer == 200)
  }

  @Test func `a row that overflows the model is named`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let row = #"{"features": [3.4e38, 3.4e38, 3.4e38], "label": "left", "experts": {"ann": "left"}}"#
    try (row + "\n").write(toFile: directory("far.jsonl"), atomically: true, encoding: .utf8)
    for command in ["evaluate", "predict"] {
      let run = try DeferralProgram.run([command, "--model", model, "--data", directory("far.jsonl")])
      #expect(run.status == 65, "\(command)")
      #expect(run.errors.contains("row 0"), "\(run.errors)")
    }
  }

  @Test(arguments: ["--epochs", "--batch-size"])
  func `a number beyond all bounds is a usage error`(option: String) throws {
    let data = try CommandLineData.write(rows: 300, seed: 1, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run(
      ["train", "--data", data, "--out", directory("model"), option, "9223372036854775807"])
    #expect(run.status == 64)
  }
}
