import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// Maps, costs, budgets and capacities on the command line.
@Suite struct PolicyCommandsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func succeed(_ arguments: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  private func rows(_ count: Int, seed: UInt64) throws -> String {
    try CommandLineData.write(rows: count, seed: seed, to: directory("rows-\(seed).jsonl"))
  }

  private func decisions(_ model: String, _ data: String, _ more: [String] = []) throws -> [JSONValue] {
    try succeed(["predict", "--model", model, "--data", data] + more).lines.map {
      try JSONValue.parse(Array($0.utf8))
    }
  }

  @Test func `calibrate chooses maps on half of the rows, says what they gained, and drops them again`()
    throws
  {
    let (model, _) = try CommandLineData.trained(in: directory)
    let fresh = try rows(2400, seed: 5)
    let run = try succeed(["calibrate", "--model", model, "--data", fresh, "--maps", "--json"]).json
    let maps = try #require(run["maps"])
    #expect(maps.members?.map(\.key) == ["classifier", "ann", "bob"])
    let bundle = try ModelBundle.read(model)
    let stored = try #require(bundle.manifest.calibration)
    for (name, map) in zip(["classifier", "ann", "bob"], [stored.classifier] + stored.experts) {
      #expect(maps[name]?["map"]?.string == map.name)
      #expect(try #require(maps[name]?["log_loss"]?.number) <= (maps[name]?["log_loss_without"]?.number ?? 0))
    }
    let forMaps = try #require(maps["ann"]?["rows"]?.integer)
    #expect(forMaps > 1000 && forMaps < 1400)
    #expect(run["rows_complete"]?.integer == 2400 - forMaps)
    // Left out, the bundle keeps what it has; wished away, it goes.
    let again = try succeed(["calibrate", "--model", model, "--data", fresh])
    #expect(again.output.contains("log loss without"))
    #expect(try ModelBundle.read(model).manifest.calibration == stored)
    _ = try succeed(["calibrate", "--model", model, "--data", fresh, "--no-maps"])
    #expect(try ModelBundle.read(model).manifest.calibration == nil)
    #expect(try ModelBundle.read(model).conformal?.calibrationRows?.count == 2400)
  }

  @Test func `a model that is trained with maps is evaluated, predicted with and served with them`()
    async throws
  {
    let (model, data) = try CommandLineData.trained(in: directory, ["--maps"])
    let bundle = try ModelBundle.read(model)
    #expect(bundle.manifest.calibration != nil)
    let gate = try succeed(["evaluate", "--model", model, "--data", data, "--fold", "gate", "--json"]).json
    #expect(gate["system_accuracy"] == bundle.manifest.training?["metrics"]?["gate"]?["system_accuracy"])
    let line = try #require(try decisions(model, rows(20, seed: 3)).first)
    let server = try await ServerProcess(["--model", model, "--data-directory", directory("data")])
    let row = try #require(
      try String(contentsOfFile: directory("rows-3.jsonl"), encoding: .utf8).split(separator: "\n").first)
    let features = try #require(try JSONValue.parse(Array(row.utf8))["features"])
    let answer = try await server.client().send(
      "POST", "/v1/decisions", body: JSONValue.object([JSONMember("features", features)]).serialise()
    ).json
    for key in ["action", "expert", "prediction", "expert_correctness", "conformal_set"] {
      #expect(answer[key] == line[key])
    }
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `evaluate gives every calibration figure and the curve of accuracy against coverage`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let figures = try succeed(["evaluate", "--model", model, "--data", rows(1500, seed: 2), "--json"]).json
    #expect(figures["calibration"]?.members?.map(\.key) == ["classifier", "ann", "bob"])
    let ann = try #require(figures["calibration"]?["ann"])
    for name in ["ece", "ece_debiased", "ece_adaptive", "brier_score", "log_loss"] {
      #expect(try #require(ann[name]?.number) >= 0, "\(name)")
    }
    #expect(ann["ece"] == figures["expert_ece"]?["ann"])
    let points = try #require(ann["reliability"]?.array)
    #expect(points.compactMap { $0["rows"]?.integer }.reduce(0, +) == 1500)
    for point in points {
      let accuracy = try #require(point["accuracy"]?.number)
      #expect(try #require(point["accuracy_low"]?.number) <= accuracy)
      #expect(try #require(point["accuracy_high"]?.number) >= accuracy)
    }
    let curve = try #require(figures["accuracy_against_coverage"]?["points"]?.array)
    #expect(curve.count == 100)
    #expect(curve.last?["accuracy"]?.number == figures["classifier_accuracy"]?.number)
    #expect(curve.first?["coverage"]?.number == 0 && curve.last?["coverage"]?.number == 1)
    let errors = 1 - (try #require(figures["system_accuracy"]?.number))
    #expect(abs(try #require(figures["mean_cost"]?.number) - errors) < 1e-12)
  }

  @Test func `a deferral rate is reached on the rows, a maximum is not exceeded`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try rows(500, seed: 2)
    // Without costs this small model always asks: somebody is likelier right than it.
    let costs = ["--cost", "ann=0.1", "--cost", "bob=0.1"]
    let evaluate = { (more: [String]) in
      try succeed(["evaluate", "--model", model, "--data", test, "--json"] + costs + more).json
    }
    let free = try #require(try evaluate([])["deferral_rate"]?.number)
    #expect(free > 0.05 && free < 0.9)
    let wished = try evaluate(["--deferral-rate", "0.9"])
    #expect(wished["deferral_rate"]?.number == 0.9)
    #expect(try #require(wished["policy"]?["shift"]?.number) > 0)
    #expect(try evaluate(["--max-deferral-rate", "0.9"])["deferral_rate"]?.number == free)
    let capped = try evaluate(["--max-deferral-rate", "0.02"])
    #expect(capped["deferral_rate"]?.number == 0.02)
    let lines = try decisions(model, test, ["--deferral-rate", "0.9"])
    #expect(lines.count { $0["action"]?.string == "defer" } == 450)
    #expect(lines.allSatisfy { $0["conformal_set"]?["guarantee"]?.string == "none" })
    let text = try succeed(["evaluate", "--model", model, "--data", test, "--deferral-rate", "0.9"]).output
    #expect(text.contains("fitted on these rows"))
  }

  @Test func `costs, costs of errors and availability change who decides`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try rows(400, seed: 2)
    let dear = try decisions(model, test, ["--cost", "ann=1", "--cost", "bob=0.02"])
    #expect(dear.allSatisfy { $0["expert"]?.string != "ann" })
    #expect(dear.contains { $0["expert"]?.string == "bob" })
    let alone = try decisions(model, test, ["--available", "ann"])
    #expect(alone.allSatisfy { $0["expert"]?.string != "bob" })
    #expect(alone.contains { $0["conformal_set"]?["guarantee"]?.string == "reduced-pool" })
    let costs = directory("costs.json")
    try Data(#"{"left": {"right": 20}, "right": {"left": 1}}"#.utf8).write(to: URL(fileURLWithPath: costs))
    let careful = try decisions(
      model, test, ["--error-costs", costs, "--cost", "ann=20", "--cost", "bob=20"])
    let plain = try decisions(model, test)
    let lefts = { (lines: [JSONValue]) in lines.count { $0["prediction"]?["label"]?.string == "left" } }
    #expect(lefts(careful) > lefts(plain))
    let figures = try succeed([
      "evaluate", "--model", model, "--data", test, "--error-costs", costs, "--cost", "ann=0.5", "--json",
    ]).json
    #expect(figures["mean_cost"]?.number != nil)
    #expect(figures["policy"]?["costs"]?["ann"]?.number == 0.5)
  }

  @Test func `capacities share the file out, and nobody gets more than theirs`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try rows(300, seed: 2)
    let free = try decisions(model, test)
    let asked = { (lines: [JSONValue], expert: String) in lines.count { $0["expert"]?.string == expert } }
    #expect(asked(free, "ann") > 7 && asked(free, "bob") > 3)
    let shared = try decisions(model, test, ["--capacity", "ann=7", "--capacity", "bob=3"])
    #expect(asked(shared, "ann") == 7)
    #expect(asked(shared, "bob") == 3)
    let roomy = try decisions(model, test, ["--capacity", "ann=300"])
    for (line, same) in zip(free, roomy) { #expect(line["expert"] == same["expert"]) }
  }

  @Test func `capacities that leave room change nothing where probabilities are all one`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    // Outputs so large that every probability is 0 or 1.
    var bundle = try ModelBundle.read(model)
    var layers = bundle.network.layers
    let last = layers.removeLast()
    layers.append(
      DenseLayer(
        inputs: last.inputs, outputs: last.outputs, weight: last.weight.map { $0 * 1000 },
        bias: last.bias.map { $0 * 1000 }))
    bundle.network = try Network(
      layers: layers, activation: bundle.network.activation, scaler: bundle.network.scaler)
    try bundle.write(to: directory("steep"))
    let test = try rows(300, seed: 2)
    let free = try decisions(directory("steep"), test)
    let roomy = try decisions(directory("steep"), test, ["--capacity", "ann=300", "--capacity", "bob=300"])
    #expect(free.map { $0["expert"] } == roomy.map { $0["expert"] })
    #expect(Set(free.map { $0["expert"]?.string }).count >= 2)
    // Where one expert has too little room, the others' inputs stay as they were.
    let asked = free.count { $0["expert"]?.string == "bob" }
    let tight = try decisions(directory("steep"), test, ["--capacity", "bob=\(asked - 1)"])
    #expect(zip(free, tight).count { $0["expert"] != $1["expert"] } == 1)
  }

  @Test func `baselines ask only the experts who are available`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try rows(400, seed: 2)
    let evaluate = { (more: [String]) in
      try succeed(["evaluate", "--model", model, "--data", test, "--baseline-model", model, "--json"] + more)
        .json
    }
    let everybody = try evaluate([])
    let best = try #require(everybody["baselines"]?["best_expert"]?["expert"]?.string)
    let other = best == "ann" ? "bob" : "ann"
    let alone = try evaluate(["--available", other])
    let baselines = try #require(alone["baselines"])
    #expect(baselines["best_expert"]?["expert"]?.string == other)
    let own = everybody["expert_accuracy"]?[other]
    #expect(own?.number != nil && baselines["best_expert"]?["accuracy"] == own)
    #expect(baselines["random_expert"]?["accuracy"] == own)
    #expect(baselines["top_k_ensemble"]?["k"]?.integer == 1)
    #expect(baselines["model"]?["system_accuracy"] == alone["system_accuracy"])
    #expect(everybody["baselines"]?["model"]?["system_accuracy"] != alone["system_accuracy"])
  }

  @Test func `evaluate says what the sets promise under a policy`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try rows(400, seed: 2)
    let guarantee = { (more: [String]) in
      try succeed(["evaluate", "--model", model, "--data", test, "--json"] + more).json["conformal"]?[
        "guarantee"]?.string
    }
    #expect(try guarantee([]) == "full-pool")
    #expect(try guarantee(["--available", "ann"]) == "reduced-pool")
    #expect(try guarantee(["--cost", "ann=0.1"]) == "none")
    #expect(try guarantee(["--cost", "ann=0"]) == "full-pool")
    #expect(try guarantee(["--deferral-rate", "0.3"]) == "none")
    #expect(try guarantee(["--max-deferral-rate", "1"]) == "full-pool")
  }

  @Test func `calibrate warns of the experts whom the sets lose`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let fresh = try rows(400, seed: 5)
    let lines = try String(contentsOfFile: fresh, encoding: .utf8)
    // Bob labelled hardly anything.
    let sparse = lines.split(separator: "\n").enumerated().map { place, line in
      place < 3 ? line[...] : line.replacing(/,"bob":"[a-z]*"/, with: "")[...]
    }
    try sparse.joined(separator: "\n").write(
      toFile: directory("sparse.jsonl"), atomically: true, encoding: .utf8)
    let whole = try succeed(["calibrate", "--model", model, "--data", fresh])
    #expect(!whole.errors.contains("the sets lose"))
    let lost = try succeed(["calibrate", "--model", model, "--data", directory("sparse.jsonl")])
    #expect(lost.errors.contains("the sets lose bob: too few of the rows have their labels"))
    #expect(try ModelBundle.read(model).conformal?.pool == [0])
  }

  @Test(arguments: [
    ["--cost", "zoe=1"], ["--available", "zoe"], ["--capacity", "zoe=1"], ["--cost", "ann=-1"],
    ["--cost", "ann"],
    ["--cost", "ann=1", "--cost", "ann=2"], ["--capacity", "ann=1.5"], ["--deferral-rate", "1.5"],
    ["--deferral-rate", "0.1", "--max-deferral-rate", "0.2"],
  ])
  func `options that cannot be meant are refused as usage`(options: [String]) throws {
    let (model, _) = try CommandLineData.trained(in: directory, ["--epochs", "1"])
    let run = try DeferralProgram.run(
      ["predict", "--model", model, "--data", rows(10, seed: 2)] + options)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.output.isEmpty)
  }
}
