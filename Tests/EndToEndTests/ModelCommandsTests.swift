import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// The commands that make and use a bundle, on a small team.
@Suite struct ModelCommandsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func succeed(_ arguments: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  /// The path as a manifest records it.
  private static func standard(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  @Test func `train records how the model was made and calibrates it`() throws {
    let (model, data) = try CommandLineData.trained(
      in: directory, ["--group-by", "id-prefix:/", "--seed", "7"])
    let bundle = try ModelBundle.read(model)
    #expect(bundle.manifest.classes == CommandLineData.classes)
    #expect(bundle.manifest.experts == CommandLineData.experts)
    #expect(bundle.network.hidden == [8])
    let training = try #require(bundle.manifest.training)
    #expect(training["data"]?["path"]?.string == Self.standard(data))
    #expect(training["data"]?["sha256"]?.string == (try SHA256Digest.hex(file: data)))
    #expect(training["seed"]?.integer == 7)
    #expect(training["settings"]?["group_by"]?.string == "id-prefix:/")
    let rows = ["training", "validation", "calibration", "gate"].compactMap { training["rows"]?[$0]?.integer }
    #expect(rows.count == 4 && rows.reduce(0, +) == 2000 && rows.allSatisfy { $0 % 10 == 0 })
    let conformal = try #require(bundle.conformal)
    #expect(conformal.pool == [0, 1])
    #expect(conformal.calibrationRows?.count == Int(rows[2]))
  }

  @Test func `the same command gives the same weights, another seed gives others`() throws {
    let data = try CommandLineData.write(rows: 600, seed: 1, to: directory("rows.jsonl"))
    let networks = try [("a", "3"), ("b", "3"), ("c", "4")].map { name, seed in
      _ = try succeed(
        [
          "train", "--data", data, "--out", directory(name), "--epochs", "2", "--threads", "2", "--seed",
          seed,
        ])
      return try ModelBundle.read(directory(name)).network
    }
    #expect(networks[0] == networks[1])
    #expect(networks[0] != networks[2])
  }

  @Test func `given names fix the order of outputs and leave others out`() throws {
    let (model, _) = try CommandLineData.trained(
      in: directory, ["--classes", "right,left", "--experts", "bob"])
    let manifest = try ModelBundle.read(model).manifest
    #expect(manifest.classes == ["right", "left"])
    #expect(manifest.experts == ["bob"])
  }

  @Test(arguments: ["ova", "softmax"])
  func `evaluate prints every promised figure, consistent with itself`(surrogate: String) throws {
    let (model, _) = try CommandLineData.trained(in: directory, ["--surrogate", surrogate])
    let test = try CommandLineData.write(rows: 1500, seed: 2, to: directory("test.jsonl"))
    let figures = try succeed(["evaluate", "--model", model, "--data", test, "--alpha", "0.2", "--json"]).json
    #expect(figures["rows"]?.integer == 1500)
    #expect(figures["rows_unscored"]?.integer == 0)
    #expect(figures["expert_ece"]?.members?.map(\.key) == ["ann", "bob", "mean"])
    let conformal = try #require(figures["conformal"])
    #expect(
      conformal.members?.map(\.key).prefix(5) == ["alpha", "rule", "threshold", "mean_set_size", "fnr"])
    #expect(conformal["alpha"]?.number == 0.2)
    #expect(try #require(conformal["fnr"]?.number) < 0.26)
    let accuracies = try #require(figures["accuracy_by_decision_maker"])
    let decided = try #require(figures["rows_by_decision_maker"])
    #expect(accuracies.members?.map(\.key) == ["classifier", "ann", "bob"])
    let right = ["classifier", "ann", "bob"].reduce(0.0) { sum, maker in
      sum + (accuracies[maker]?.number ?? 0) * (decided[maker]?.number ?? 0)
    }
    let system = try #require(figures["system_accuracy"]?.number)
    #expect(abs(right / 1500 - system) < 1e-9)
    #expect(system > (figures["classifier_accuracy"]?.number ?? 1) - 0.02)
    #expect(try #require(figures["deferral_rate"]?.number) > 0)
  }

  @Test func `evaluate takes one fold of the file that the model was trained on`() throws {
    let (model, data) = try CommandLineData.trained(in: directory)
    let all = try succeed(["evaluate", "--model", model, "--data", data])
    #expect(all.errors.contains("--fold gate"))
    let gate = try succeed(["evaluate", "--model", model, "--data", data, "--fold", "gate", "--json"]).json
    let recorded = try ModelBundle.read(model).manifest.training
    #expect(gate["rows"] == recorded?["rows"]?["gate"])
    #expect(gate["system_accuracy"] == recorded?["metrics"]?["gate"]?["system_accuracy"])
  }

  @Test func `predict writes the decisions that the service answers`() async throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let test = try CommandLineData.write(rows: 300, seed: 3, to: directory("test.jsonl"))
    let predicted = try succeed(["predict", "--model", model, "--data", test, "--alpha", "0.3"]).lines
    #expect(predicted.count == 300)
    let rows = try String(contentsOfFile: test, encoding: .utf8).split(separator: "\n")
    let server = try await ServerProcess(["--model", model, "--data-directory", directory("data")])
    let client = server.client()
    for (index, row) in rows.enumerated().filter({ $0.offset % 30 == 0 }) {
      let row = try JSONValue.parse(Array(row.utf8))
      let body = JSONValue.object([
        JSONMember("features", try #require(row["features"])), JSONMember("alpha", .number(0.3)),
      ])
      var answered = try await client.send("POST", "/v1/decisions", body: body.serialise()).json
      var decision = try JSONValue.parse(Array(predicted[index].utf8))
      #expect(decision["id"] == row["id"])
      for key in ["id", "created_at", "model_version", "audit"] {
        #expect(decision[key] != nil && answered[key] != nil)
        (decision[key], answered[key]) = (nil, nil)
      }
      #expect(decision == answered)
    }
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `rows without an id are predicted under their number`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    try Data("{\"features\":[1,2,3]}\n{\"features\":[0,0,0]}\n".utf8).write(
      to: URL(fileURLWithPath: directory("new.jsonl")))
    let run = try succeed(["predict", "--model", model, "--data", directory("new.jsonl")])
    let ids = try run.lines.map { try JSONValue.parse(Array($0.utf8))["id"]?.string }
    #expect(ids == ["0", "1"])
  }

  @Test func `calibrate rewrites the bundle in place and keeps what it does not know`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let path = model + "/manifest.json"
    var manifest = try JSONValue.parse(Array(Data(contentsOf: URL(fileURLWithPath: path))))
    manifest["owner"] = .string("night shift")
    try Data(manifest.serialise()).write(to: URL(fileURLWithPath: path))
    let before = try ModelBundle.read(model)
    let fresh = try CommandLineData.write(rows: 900, seed: 5, to: directory("fresh.jsonl"))
    let report = try succeed(["calibrate", "--model", model, "--data", fresh, "--alpha", "0.25", "--json"])
      .json
    #expect(report["rows_complete"]?.integer == 900)
    #expect(report["pool"]?.array?.compactMap(\.string) == CommandLineData.experts)
    let after = try ModelBundle.read(model)
    #expect(after.network == before.network)
    #expect(after.conformal?.alpha == 0.25)
    #expect(after.conformal != before.conformal)
    #expect(after.manifest.json["owner"] == .string("night shift"))
    #expect(after.manifest.training?["calibration_data"]?["path"]?.string == Self.standard(fresh))
    #expect(after.manifest.training?["data"] == before.manifest.training?["data"])
  }

  @Test func `calibrate takes only the calibration fold of the model's own file`() throws {
    let (model, data) = try CommandLineData.trained(in: directory)
    let before = try ModelBundle.read(model)
    _ = try succeed(["calibrate", "--model", model, "--data", data])
    #expect(try ModelBundle.read(model).conformal == before.conformal)
  }

  @Test func `calibrate refuses rows that nobody knows the truth of and leaves the bundle`() throws {
    let (model, _) = try CommandLineData.trained(in: directory)
    let before = try ModelBundle.read(model)
    try Data("{\"features\":[1,2,3]}\n".utf8).write(to: URL(fileURLWithPath: directory("new.jsonl")))
    let run = try DeferralProgram.run(["calibrate", "--model", model, "--data", directory("new.jsonl")])
    #expect(run.status == 65)
    #expect(run.errors.contains("none of 1 rows for calibration"))
    #expect(try ModelBundle.read(model).conformal == before.conformal)
  }

  @Test func `inspect tells what a bundle is and how it was made`() throws {
    let (model, data) = try CommandLineData.trained(in: directory)
    let text = try succeed(["inspect", model]).output
    let parts: [String] = [
      "3-8-4, relu", "left, right", "ann, bob", "sets at alpha 0.1", Self.standard(data),
      "settings.epochs  4",
    ]
    for part in parts { #expect(text.contains(part), "\(part)") }
    let document = try succeed(["inspect", model, "--json"]).json
    #expect(document["parameters"]?.integer == Int64(68))  // 3 · 8 + 8 + 8 · 4 + 4
    #expect(document["experts"]?.array?.compactMap(\.string) == CommandLineData.experts)
  }

  @Test func `a bundle that Python wrote is predicted with and served`() async throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("FormatsTests/Fixtures/write_bundle.py").path
    let printed = try PythonSnippet.run(script, [directory("bundle")])
    let logits = try #require(JSONValue.parse(Array(printed.utf8)).array).compactMap(\.number)
    try Data("{\"features\":[1,1,1,1]}\n".utf8).write(to: URL(fileURLWithPath: directory("ones.jsonl")))
    let line = try #require(
      try succeed(["predict", "--model", directory("bundle"), "--data", directory("ones.jsonl")]).lines.first)
    let decision = try JSONValue.parse(Array(line.utf8))
    for (index, member) in try #require(decision["expert_correctness"]?.members).enumerated() {
      // Eq. 13: the logistic function of the expert's output.
      let expected = 1 / (1 + exp(-logits[2 + index]))
      #expect(abs((member.value.number ?? .nan) - expected) < 1e-4)
    }
    #expect(decision["conformal_set"]?["calibrated"]?.bool == false)

    let server = try await ServerProcess([
      "--model", directory("bundle"), "--data-directory", directory("data"),
    ])
    let answer = try await server.client().send(
      "POST", "/v1/decisions", body: Array(#"{"features":[1,1,1,1]}"#.utf8))
    #expect(answer.status == 201)
    #expect(try answer.json["expert_correctness"] == decision["expert_correctness"])
    #expect(server.stop(SIGTERM) == 0)
  }
}
