import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// A team that changes without a training.
@Suite struct ExpertsCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func succeed(_ arguments: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  /// What the model says of each row: everything but the sets, which may change with the team.
  private func estimates(_ model: String, _ data: String) throws -> [(label: String, correctness: JSONValue)]
  {
    try succeed(["predict", "--model", model, "--data", data]).lines.map { line in
      let json = try JSONValue.parse(Array(line.utf8))
      return (json["prediction"]?["label"]?.string ?? "", json["expert_correctness"] ?? .null)
    }
  }

  @Test(arguments: ["ova", "softmax"])
  func `an expert comes and goes, and nothing else that the model says changes by a bit`(surrogate: String)
    throws
  {
    let (model, _) = try CommandLineData.trained(in: directory, ["--surrogate", surrogate])
    let data = try CommandLineData.write(rows: 200, seed: 9, to: directory("fresh.jsonl"))
    let before = try estimates(model, data)
    let bundle = try ModelBundle.read(model)
    let added = try succeed(["experts", "add", "carol", "--model", model])
    #expect(added.output.contains("added carol"))
    #expect(added.output.contains("fitted anew on the bundle's own calibration rows"))
    let with = try estimates(model, data)
    for (old, new) in zip(before, with) {
      #expect(old.label == new.label)
      for expert in CommandLineData.experts { #expect(old.correctness[expert] == new.correctness[expert]) }
      // Fewer than three trained experts: Beta(1, 1).
      #expect(abs((new.correctness["carol"]?.number ?? 0) - 0.5) < 1e-6)
    }
    let grown = try ModelBundle.read(model)
    #expect(grown.conformal?.pool == bundle.conformal?.pool)
    #expect(grown.conformal?.calibrationRows?.count == bundle.conformal?.calibrationRows?.count)
    _ = try succeed(["experts", "remove", "carol", "--model", model])
    let again = try ModelBundle.read(model)
    #expect(again.network == bundle.network)
    #expect(again.conformal == bundle.conformal)
    #expect(again.confusion == bundle.confusion)
    #expect(again.manifest == bundle.manifest)
  }

  @Test func `removing a trained expert leaves the other's estimates, and refits the sets for who is left`()
    throws
  {
    let (model, _) = try CommandLineData.trained(in: directory)
    let data = try CommandLineData.write(rows: 200, seed: 9, to: directory("fresh.jsonl"))
    let before = try estimates(model, data)
    let run = try succeed(["experts", "remove", "ann", "--model", model, "--json"])
    #expect(try run.json["conformal"]?["pool"] == .array([.string("bob")]))
    for (old, new) in zip(before, try estimates(model, data)) {
      #expect(old.correctness["bob"] == new.correctness["bob"])
      #expect(new.correctness["ann"] == nil)
    }
  }

  @Test func `an expert's own labels move the prior, by the class that is predicted`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let data = try CommandLineData.write(rows: 40, seed: 9, to: directory("bob.jsonl"))
    // Carol says what bob says, who is always right on the right.
    let text = try String(contentsOfFile: data, encoding: .utf8).replacingOccurrences(
      of: "bob", with: "carol")
    try text.write(toFile: data, atomically: true, encoding: .utf8)
    _ = try succeed(["experts", "add", "carol", "--model", model, "--data", data])
    let prior = try #require(try ModelBundle.read(model).manifest.priors["carol"])
    #expect(prior.labels == 40)
    #expect(prior.byClass[1] > prior.overall && prior.overall > prior.byClass[0])
    let list = try succeed(["experts", "list", "--model", model, "--json"]).json["experts"]?.array
    #expect(list?.map { $0["estimate"]?.string } == ["trained", "trained", "prior"])
    #expect(list?[2]["labels"]?.integer == 40 && list?[2]["in_pool"]?.bool == false)
    let line = try #require(try succeed(["predict", "--model", model, "--data", data]).lines.first)
    #expect(try JSONValue.parse(Array(line.utf8))["estimate"]?["carol"]?.string == "prior")
  }

  @Test func `a change that makes no sense is refused, and the bundle stays`() throws {
    let (model, data) = try CommandLineData.trained(in: directory)
    let manifest = try String(contentsOfFile: model + "/manifest.json", encoding: .utf8)
    for (arguments, status, problem) in [
      (["add", "ann"], 64, "an expert of the model already"), (["add", "mean"], 64, "reserved"),
      (["remove", "eve"], 64, "no expert of the model"),
      (["add", "eve", "--data", data], 65, "no row has a true label and a label of eve"),
    ] {
      let run = try DeferralProgram.run(["experts"] + arguments + ["--model", model])
      #expect(run.status == Int32(status))
      #expect(run.errors.contains(problem), "\(run.errors)")
    }
    _ = try succeed(["experts", "remove", "ann", "--model", model])
    let last = try DeferralProgram.run(["experts", "remove", "bob", "--model", model])
    #expect(last.status == 64 && last.errors.contains("only expert"))
    #expect(try String(contentsOfFile: model + "/manifest.json", encoding: .utf8) != manifest)
  }
}
