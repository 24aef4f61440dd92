import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// Simulated experts through the command line.
@Suite struct SimulateCommandTests {
  private static let images = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz"
  private static let labels = "/usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz"
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func simulate(_ more: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(["simulate", "--seed", "5"] + more)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  @Test func `images get the labels that the specification says`() throws {
    let specification = "shoes=specialist(0.9; 5,7,9); noise*2=random; oracle=oracle(0-4; 0)"
    let source = ["--images", Self.images, "--labels", Self.labels, "--experts", specification]
    let report = try simulate(source + ["--out", directory("rows.safetensors"), "--json"]).json
    #expect(report["rows"]?.integer == 10_000)
    let examples = try ExamplesFile.read(directory("rows.safetensors")).examples
    #expect(examples.experts == ["shoes", "noise-1", "noise-2", "oracle"])
    #expect(examples.classes == (0..<10).map(String.init))
    #expect(examples.ids?[17] == "t10k-images-idx3-ubyte/17")
    #expect(examples.groups[17] == FoldHash.of("t10k-images-idx3-ubyte/17"))
    let share = { (expert: Int, classes: Set<Int32>) in
      let rows = (0..<examples.rows).filter { classes.contains(examples.labels[$0]) }
      return Double(rows.count { examples.correctness(row: $0, expert: expert) == 1 }) / Double(rows.count)
    }
    // Five standard deviations of a share over 3,000 rows or more are under 0.03.
    #expect(abs(share(0, [5, 7, 9]) - 0.9) < 0.03)
    #expect(abs(share(0, [0, 1, 2, 3, 4, 6, 8]) - 0.1) < 0.03)
    #expect(abs(share(1, Set(0...9)) - 0.1) < 0.03)
    #expect(share(3, [0, 1, 2, 3, 4]) == 1)
    #expect(share(3, [5, 6, 7, 8, 9]) == 0)
    #expect(abs((report["expert_accuracy"]?["shoes"]?.number ?? 0) - share(0, Set(0...9))) < 1e-12)
  }

  @Test func `a JSON file gives the same experts as the line, and the seed the same labels`() throws {
    let file = #"{"a": "specialist(0.7; 0-4)", "b*2": "random"}"#
    try Data(file.utf8).write(to: URL(fileURLWithPath: directory("experts.json")))
    let source = ["--images", Self.images, "--labels", Self.labels, "--limit", "300"]
    _ = try simulate(source + ["--experts", directory("experts.json"), "--out", directory("one.jsonl")])
    _ = try simulate(
      source + ["--experts", "a=specialist(0.7; 0-4); b*2=random", "--out", directory("two.jsonl")])
    let one = try Data(contentsOf: URL(fileURLWithPath: directory("one.jsonl")))
    #expect(one == (try Data(contentsOf: URL(fileURLWithPath: directory("two.jsonl")))))
    #expect(try ExamplesFile.read(directory("one.jsonl")).examples.rows == 300)
  }

  @Test func `flip and probabilistic start from an expert of the data`() throws {
    let data = try CommandLineData.write(rows: 4000, seed: 9, to: directory("rows.jsonl"))
    _ = try simulate([
      "--data", data, "--experts", "same=flip(0; ann); tired=flip(0.25; bob); lucky=probabilistic(0.5; ann)",
      "--out",
      directory("out.jsonl"),
    ])
    let before = try ExamplesFile.read(data).examples
    let after = try ExamplesFile.read(directory("out.jsonl"), experts: ["same", "tired", "lucky"]).examples
    #expect(after.groups == before.groups)
    let agreement = { (expert: Int, source: Int) in
      let equal = (0..<4000).count {
        after.expertLabels[$0 * 3 + expert] == before.expertLabels[$0 * 2 + source]
      }
      return Double(equal) / 4000
    }
    #expect(agreement(0, 0) == 1)
    #expect(abs(agreement(1, 1) - 0.75) < 0.035)
    #expect(abs(agreement(2, 0) - 0.75) < 0.035)
  }

  @Test(arguments: ["a=wrong(1)", "a=flip(0.2; nobody)", "a=specialist(2; left)", "a", "a=random; a=random"])
  func `a specification that cannot be is wrong usage`(specification: String) throws {
    let data = try CommandLineData.write(rows: 10, seed: 9, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run([
      "simulate", "--data", data, "--experts", specification, "--seed", "1", "--out", directory("out.jsonl"),
    ])
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("deferral: "))
    #expect(!FileManager.default.fileExists(atPath: directory("out.jsonl")))
  }

  @Test func `a specification file that is malformed is bad data`() throws {
    try Data("{\"a\": 1}".utf8).write(to: URL(fileURLWithPath: directory("experts.json")))
    let data = try CommandLineData.write(rows: 10, seed: 9, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run([
      "simulate", "--data", data, "--experts", directory("experts.json"), "--seed", "1", "--out",
      directory("out.jsonl"),
    ])
    #expect(run.status == 65)
    #expect(run.errors.contains("experts.json: #/a: must be a string, not a number"))
  }
}
