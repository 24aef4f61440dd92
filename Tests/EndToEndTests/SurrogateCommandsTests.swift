import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// The commands and the server with the surrogates beyond one-vs-all and softmax.
@Suite struct SurrogateCommandsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func succeed(_ arguments: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  private func trained(_ surrogate: String) throws -> String {
    try CommandLineData.trained(
      in: directory, probabilities: surrogate == "rejector", ["--surrogate", surrogate, "--epochs", "20"]
    ).model
  }

  private func test(_ surrogate: String, rows: Int = 1500) throws -> String {
    try CommandLineData.write(
      rows: rows, seed: 2, probabilities: surrogate == "rejector", to: directory("test.jsonl"))
  }

  @Test(arguments: ["moe", "rejector"])
  func `a model that defers is trained, evaluated, calibrated, predicted with and served`(
    surrogate: String
  ) async throws {
    let model = try trained(surrogate)
    let test = try test(surrogate)
    let figures = try succeed(["evaluate", "--model", model, "--data", test, "--json"]).json
    #expect(try #require(figures["system_accuracy"]?.number) > 0.8)
    #expect(try #require(figures["deferral_rate"]?.number) > 0.1)
    #expect(figures["expert_ece"]?["mean"]?.number != nil)
    #expect(try #require(figures["conformal"]?["fnr"]?.number) < 0.16)
    let report = try succeed(["calibrate", "--model", model, "--data", test, "--json"]).json
    #expect(report["rows_complete"]?.integer == 1500)
    #expect(try succeed(["inspect", model]).output.contains("surrogate   \(surrogate)"))
    try await serves(model, rows: test)
  }

  @Test func `a classifier is trained, evaluated and served, and never defers`() async throws {
    let model = try trained("classifier")
    let test = try test("classifier")
    #expect(try ModelBundle.read(model).network.outputs == 2)
    let run = try succeed(["evaluate", "--model", model, "--data", test, "--json"])
    #expect(!run.errors.contains("sets hold every expert"))
    let figures = try run.json
    #expect(figures["deferral_rate"]?.number == 0)
    #expect(figures["system_accuracy"] == figures["classifier_accuracy"])
    #expect(figures["conformal"] == .null)
    #expect(figures["baselines"]?["top_k_ensemble"] == .null)
    #expect(figures["expert_accuracy"]?["ann"]?.number != nil)
    #expect(try succeed(["inspect", model]).output.contains("conformal   none: it never defers"))
    let refused = try DeferralProgram.run(["calibrate", "--model", model, "--data", test])
    #expect(refused.status == 65)
    #expect(refused.errors.contains("never defers"))
    try await serves(model, rows: test)
  }

  @Test func `a classifier alone gets a map, is served with it and loses it again`()
    async throws
  {
    let model = try trained("classifier")
    let test = try test("classifier")
    let run = try succeed(["calibrate", "--model", model, "--data", test, "--maps", "--json"]).json
    // It has no sets: every row is for the map.
    #expect(run["maps"]?["classifier"]?["rows"]?.integer == 1500)
    #expect(run["maps"]?["ann"]?["map"]?.string == "none")
    let stored = try #require(try ModelBundle.read(model).manifest.calibration)
    #expect(run["maps"]?["classifier"]?["map"]?.string == stored.classifier.name)
    #expect(stored.experts == [.identity, .identity])
    try await serves(model, rows: test)
    let alpha = try DeferralProgram.run([
      "calibrate", "--model", model, "--data", test, "--maps", "--alpha", "0.2",
    ])
    #expect(alpha.status == 64)
    #expect(alpha.errors.contains("leave out --alpha"))
    _ = try succeed(["calibrate", "--model", model, "--data", test, "--no-maps"])
    #expect(try ModelBundle.read(model).manifest.calibration == nil)
  }

  /// Checks that the server answers some rows as `predict` does.
  private func serves(_ model: String, rows path: String) async throws {
    let predicted = try succeed(["predict", "--model", model, "--data", path]).lines
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(predicted.count == rows.count)
    let server = try await ServerProcess(["--model", model, "--data-directory", directory("data")])
    for index in stride(from: 0, to: rows.count, by: 150) {
      var row = try JSONValue.parse(Array(rows[index].utf8))
      for key in ["id", "label", "experts"] { row[key] = nil }
      let answer = try await server.client().send("POST", "/v1/decisions", body: row.serialise())
      #expect(answer.status == 201, "\(answer.text)")
      var answered = try answer.json
      var decision = try JSONValue.parse(Array(predicted[index].utf8))
      for key in ["id", "created_at", "model_version", "audit"] {
        (decision[key], answered[key]) = (nil, nil)
      }
      #expect(decision == answered)
    }
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `evaluate shows the baselines, another model among them`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try test("ova")
    let rows = try CommandLineData.write(rows: 2000, seed: 1, to: directory("again.jsonl"))
    _ = try succeed([
      "train", "--data", rows, "--out", directory("alone"), "--surrogate", "classifier", "--classes",
      "right,left",
      "--hidden", "8", "--epochs", "4", "--threads", "1",
    ])
    let arguments = ["evaluate", "--model", model, "--data", test, "--baseline-model", directory("alone")]
    let figures = try succeed(arguments + ["--json"]).json
    let baselines = try #require(figures["baselines"])
    let best = try #require(baselines["best_expert"]?["expert"]?.string)
    #expect(baselines["best_expert"]?["accuracy"] == figures["expert_accuracy"]?[best])
    #expect(try #require(baselines["best_expert"]?["training_accuracy"]?.number) > 0.7)
    #expect(abs(try #require(baselines["random_expert"]?["accuracy"]?.number) - 0.75) < 0.05)
    #expect(baselines["top_k_ensemble"]?["k"]?.integer == 2)
    #expect(baselines["top_k_ensemble"]?["rows"]?.integer == 1500)
    let alone = try succeed(["evaluate", "--model", directory("alone"), "--data", test, "--json"]).json
    #expect(baselines["model"]?["classifier_accuracy"] == alone["classifier_accuracy"])
    #expect(baselines["model"]?["surrogate"]?.string == "classifier")
    #expect(try succeed(arguments).output.contains("best expert by training rows, \(best)"))
  }

  @Test func `a model from elsewhere has no best expert`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    var bundle = try ModelBundle.read(model)
    bundle.confusion = nil
    try bundle.write(to: model)
    let figures = try succeed(["evaluate", "--model", model, "--data", test("ova", rows: 200), "--json"]).json
    #expect(figures["baselines"]?["best_expert"] == .null)
    #expect(figures["baselines"]?["model"] == .null)
  }

  @Test func `a rejector without class probabilities is told what to give`() throws {
    let plain = try CommandLineData.write(rows: 300, seed: 1, to: directory("plain.jsonl"))
    let train = try DeferralProgram.run([
      "train", "--data", plain, "--out", directory("none"), "--surrogate", "rejector",
    ])
    #expect(train.status == 65)
    #expect(train.errors.contains("its rows have no class_probabilities"))
    let model = try trained("rejector")
    for command in ["evaluate", "predict", "calibrate"] {
      let run = try DeferralProgram.run([command, "--model", model, "--data", plain])
      #expect(run.status == 65)
      #expect(run.errors.contains("its rows have no class_probabilities"), "\(run.errors)")
    }
  }

  @Test func `a classifier is trained on rows that no expert labelled`() throws {
    let text = (0..<200).map { row in
      #"{"features": [\#(row % 7)], "label": "\#(row % 7 > 3 ? "a" : "b")"}"#
    }
    try Data(text.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: directory("rows.jsonl")))
    _ = try succeed([
      "train", "--data", directory("rows.jsonl"), "--out", directory("model"), "--surrogate", "classifier",
      "--epochs", "60",
    ])
    let figures = try succeed([
      "evaluate", "--model", directory("model"), "--data", directory("rows.jsonl"), "--json",
    ]).json
    #expect(try #require(figures["system_accuracy"]?.number) > 0.95)
    #expect(figures["baselines"]?["random_expert"]?["accuracy"] == .null)
  }
}
