import Formats
import Foundation
import LearningToDefer

/// A data file as a manifest records it: where it is and what was in it.
struct DataSource {
  /// The absolute path.
  let path: String
  /// The SHA-256 of its bytes, in hexadecimal.
  let digest: String
  private let examples: Examples

  /// Takes the digest of the file at `path`, whose rows are `examples`.
  init(_ path: String, _ examples: Examples) throws(FormatError) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    digest = try SHA256Digest.hex(file: path)
    self.examples = examples
  }

  /// The SHA-256 of the rows' content, in hexadecimal.
  private var contentDigest: String { SHA256Digest.hex(examples) }

  /// The record in a manifest.
  var json: JSONValue {
    .members(["path": .string(path), "sha256": .string(digest), "content_sha256": .string(contentDigest)])
  }

  /// Whether a model was trained on the same rows, in this file or in another format.
  func trained(_ manifest: ModelManifest) -> Bool {
    let data = manifest.training?["data"]
    return data?["sha256"]?.string == digest || data?["content_sha256"]?.string == contentDigest
  }
}

extension ModelBundle {
  /// Reads data whose rows fit this model, and tells whose labels were ignored.
  func examples(_ path: String, groupBy: GroupRule?) throws(FormatError) -> Examples {
    let reading = try ExamplesFile.read(
      path, classes: manifest.classes, experts: manifest.experts, groupBy: groupBy)
    try checkInputs(of: reading.examples, path: path)
    guard reading.examples.classProbabilities != nil || !estimator.takesClassProbabilities else {
      throw .noClassProbabilities(file: path)
    }
    for (expert, labels) in reading.ignoredExperts.sorted(by: { $0.key < $1.key }) {
      StandardError.write("deferral: the model does not know expert \(expert): \(labels) labels ignored\n")
    }
    return reading.examples
  }

  /// Checks that rows have the model's number of features, or texts within the limits.
  func checkInputs(of examples: Examples, path: String) throws(FormatError) {
    guard network.takes(examples) else {
      let taken = network.embedding == nil ? "\(network.inputs) features" : "texts"
      throw FormatError(
        file: path, problem: "its rows have \(examples.kindOfInput), the model takes \(taken)",
        cure: "use data of the model's kind")
    }
    if let input = network.embedding?.input { try examples.checkTexts(against: input, file: path) }
  }
}

extension FormatError {
  /// Rows lack what a rejector compares experts with.
  static func noClassProbabilities(file: String) -> FormatError {
    FormatError(
      file: file,
      problem: "its rows have no class_probabilities, which a rejector takes from your own classifier",
      cure: "give every row one number a class (docs/formats.md, \"Data\"), or train --surrogate ova")
  }
}

extension Examples {
  /// What is known of a row, in words.
  var kindOfInput: String { texts == nil ? "\(features.columns) features" : "texts" }

  /// Refuses texts that exceed a limit of the input.
  func checkTexts(against input: TextInput, file: String) throws(FormatError) {
    guard let beyond = texts?.firstBeyondLimit(of: input) else { return }
    throw FormatError(
      file: file, place: "row \(beyond.row) (from 0)", problem: "its text \(beyond.limit.problem)",
      cure: "shorten it, or leave the row out")
  }
}
