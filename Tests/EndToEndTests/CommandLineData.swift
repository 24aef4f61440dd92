import Formats
import Foundation
import LearningToDefer
import TestSupport

/// A small labelled set for the commands: two blobs, one expert good at each, in nights that belong together.
struct CommandLineData {
  static let classes = ["left", "right"]
  static let experts = ["ann", "bob"]

  /// Writes `rows` rows as JSON Lines and returns the path.
  ///
  /// - Parameter probabilities: Adds class probabilities that know the blobs roughly.
  static func write(rows: Int, seed: UInt64, probabilities: Bool = false, to path: String) throws -> String {
    var random = SeededGenerator(seed: seed)
    var json = JSONWriter()
    for row in 0..<rows {
      let label = random.index(below: 2)
      let centre = Float(label * 2 - 1)
      json.beginObject()
      json.key("id")
      json.string("night-\(row / 10)/\(row % 10)")
      json.key("features")
      json.beginArray()
      let features = (0..<3).map { _ in centre * 0.4 + Float(random.uniform() * 2 - 1) }
      for feature in features { json.float(feature) }
      json.endArray()
      if probabilities { write(features, to: &json) }
      json.key("label")
      json.string(classes[label])
      json.key("experts")
      json.beginObject()
      for (expert, name) in experts.enumerated() {
        let isRight = expert == label || random.uniform() < 0.5
        json.key(name)
        json.string(classes[isRight ? label : 1 - label])
      }
      json.endObject()
      json.endObject()
      json.newline()
    }
    try Data(json.bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private static func write(_ features: [Float], to json: inout JSONWriter) {
    let right = 1 / (1 + exp(-features.reduce(0, +)))
    json.key("class_probabilities")
    json.beginObject()
    json.key("right")
    json.float(right)
    json.key("left")
    json.float(1 - right)
    json.endObject()
  }

  /// Trains a bundle on fresh rows and returns the paths of both.
  static func trained(
    in directory: TemporaryDirectory, probabilities: Bool = false, _ more: [String] = []
  ) throws -> (model: String, data: String) {
    let data = try write(
      rows: 2000, seed: 1, probabilities: probabilities, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run(
      [
        "train", "--data", data, "--out", directory("model"), "--hidden", "8", "--epochs", "4", "--threads",
        "1",
      ] + more)
    guard run.status == 0 else { throw CommandFailed(errors: run.errors) }
    return (directory("model"), data)
  }

  /// Reports a command that a test needs and that failed.
  struct CommandFailed: Error { let errors: String }
}

extension DeferralProgram.Output {
  /// Standard output as JSON.
  var json: JSONValue {
    get throws { try JSONValue.parse(Array(output.utf8)) }
  }

  /// Lines of standard output.
  var lines: [Substring] { output.split(separator: "\n") }
}
