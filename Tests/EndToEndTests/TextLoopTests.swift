import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

/// Short messages about three matters, each with words of its own.
private struct Messages {
  static let classes = ["billing", "delivery", "praise"]
  private static let words = [
    ["invoice", "charged", "refund", "card", "payment", "Receipt"],
    ["parcel", "courier", "late", "address", "shipped", "Tracking"],
    ["great", "thanks", "love", "wonderful", "friendly", "Excellent"],
  ]
  private static let fillers = ["please", "my", "the", "order", "about", "again", "very", "with"]

  var random: SeededGenerator

  mutating func next() -> (text: String, label: String) {
    let label = random.index(below: 3)
    let own = (0..<2).map { _ in Self.words[label][random.index(below: 6)] }
    let other = (0..<5).map { _ in Self.fillers[random.index(below: 8)] }
    return ((other + own).joined(separator: " ") + "!", Self.classes[label])
  }

  static func write(rows: Int, seed: UInt64, to path: String) throws -> String {
    var messages = Messages(random: SeededGenerator(seed: seed))
    var json = JSONWriter()
    for row in 0..<rows {
      let message = messages.next()
      json.beginObject()
      json.key("id")
      json.string("m\(seed)/\(row)")
      json.key("text")
      json.string(message.text)
      json.key("label")
      json.string(message.label)
      json.endObject()
      json.newline()
    }
    try Data(json.bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
}

/// The whole way of texts with the real program.
@Suite struct TextLoopTests {
  private static let experts = "ann=specialist(0.95; billing, praise); bob=specialist(0.95; delivery)"
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @discardableResult
  private func succeed(_ arguments: [String]) throws -> DeferralProgram.Output {
    let run = try DeferralProgram.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  private func simulated(rows: Int, seed: UInt64, as name: String) throws -> String {
    let plain = try Messages.write(rows: rows, seed: seed, to: directory("plain-\(seed).jsonl"))
    try succeed([
      "simulate", "--data", plain, "--experts", Self.experts, "--seed", "\(seed)", "--out", directory(name),
    ])
    return directory(name)
  }

  private func trained(rows: Int) throws -> String {
    let data = try simulated(rows: rows, seed: 1, as: "rows.jsonl")
    try succeed([
      "train", "--data", data, "--out", directory("model"), "--buckets", "4096", "--dimension", "16",
      "--words", "1,2", "--characters", "3,4", "--epochs", "5", "--threads", "2",
    ])
    return directory("model")
  }

  @Test func `texts are simulated, trained on, evaluated, calibrated, predicted and inspected`() throws {
    let model = try trained(rows: 1500)
    let input = try #require(try ModelBundle.read(model).manifest.text)
    #expect(input == (try TextInput(buckets: 4096, dimension: 16, words: 1...2, characters: 3...4)))

    for name in ["fresh.jsonl", "fresh.safetensors"] {
      let fresh = try simulated(rows: 400, seed: 2, as: name)
      let report = try succeed(["evaluate", "--model", model, "--data", fresh, "--json"]).json
      #expect(try #require(report["classifier_accuracy"]?.number) > 0.95)
    }
    let fresh = directory("fresh.jsonl")
    try succeed(["calibrate", "--model", model, "--data", fresh, "--alpha", "0.2"])
    let lines = try succeed(["predict", "--model", model, "--data", fresh]).lines
    #expect(lines.count == 400)
    #expect(try JSONValue.parse(Array(lines[7].utf8))["id"]?.string == "m2/7")
    let shown = try succeed(["inspect", model]).output
    #expect(
      shown.contains("text: n-grams of 1 to 2 words, 3 to 4 characters of a word; 4096 buckets of 16 numbers")
    )
  }

  @Test func `what does not fit together is refused with one line`() throws {
    let model = try trained(rows: 300)
    let numbers = try CommandLineData.write(rows: 300, seed: 1, to: directory("numbers.jsonl"))
    let unlabelled = directory("unlabelled.jsonl")
    try Data(#"{"features": [1, 2, 3]}"#.utf8).write(to: URL(fileURLWithPath: unlabelled))
    let texts = directory("rows.jsonl")
    let refusals: [([String], String)] = [
      (
        ["predict", "--model", model, "--data", unlabelled], "its rows have 3 features, the model takes texts"
      ),
      (
        ["train", "--data", numbers, "--out", directory("x"), "--buckets", "64"],
        "its rows have features, no texts"
      ),
      (
        ["train", "--data", texts, "--out", directory("x"), "--words", "none", "--characters", "none"],
        "a text would have no n-grams"
      ),
      (["train", "--data", texts, "--out", directory("x"), "--words", "2,1"], "--words"),
      (["train", "--data", texts, "--out", directory("x"), "--dimension", "0"], "--dimension"),
    ]
    for (arguments, problem) in refusals {
      let run = try DeferralProgram.run(arguments)
      #expect(run.status == 64 || run.status == 65)
      #expect(run.errors.contains(problem), "\(run.errors)")
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `feedback on texts retrains a better model that is served`() async throws {
    let model = try trained(rows: 200)
    let serve = ["--model", model, "--data-directory", directory("data")]
    let server = try await ServerProcess(serve)
    let client = server.client()
    var messages = Messages(random: SeededGenerator(seed: 9))
    for _ in 0..<600 {
      let (text, label) = messages.next()
      let body = JSONValue.object([JSONMember("text", .string(text))]).serialise()
      let decision = try await client.send("POST", "/v1/decisions", body: Array(body))
      #expect(decision.status == 201, "\(decision.text)")
      let path = try #require(decision.header("Location"))
      if let expert = try decision.json["expert"]?.string {
        let json = #"{"expert": "\#(expert)", "label": "\#(label)"}"#
        #expect(try await client.send("POST", path + "/labels", json: json).status == 201)
      }
      #expect(
        try await client.send("PUT", path + "/outcome", json: #"{"label": "\#(label)"}"#).status == 201)
    }
    let run = try await ended(try await client.send("POST", "/v1/training-runs", body: []), client)
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "no reason")")
    #expect(run["metrics"]?["logged_rows"]?.integer == 600)
    #expect(run["metrics"]?["original_rows"]?.integer == 200)
    #expect(run["metrics"]?["unusable_rows"]?.integer == 0)
    let body = Array(#"{"text": "thanks, wonderful"}"#.utf8)
    #expect(try await client.send("POST", "/v1/decisions", body: body).json["model_version"]?.string == "2")
    #expect(server.stop(SIGTERM) == 0)
  }

  private func ended(_ started: HTTPClient.Answer, _ client: HTTPClient) async throws -> JSONValue {
    #expect(started.status == 202, "\(started.text)")
    let path = try #require(started.header("Location"))
    while true {
      let run = try await client.get(path).json
      guard ["queued", "running"].contains(run["state"]?.string) else { return run }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
