import Formats
import Foundation
import LearningToDefer

/// A data file as a manifest records it: where it is and what was in it.
struct DataSource {
  /// The absolute path.
  let path: String
  /// The SHA-256 of its bytes, in hexadecimal.
  let digest: String

  /// Takes the digest of the file at `path`.
  init(_ path: String) throws(FormatError) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    digest = try SHA256Digest.hex(file: path)
  }

  /// The record in a manifest.
  var json: JSONValue { .members(["path": .string(path), "sha256": .string(digest)]) }

  /// Whether a model was trained on a file with the same bytes.
  func trained(_ manifest: ModelManifest) -> Bool {
    manifest.training?["data"]?["sha256"]?.string == digest
  }
}

extension FoldShares {
  /// The shares that a model was trained with, as its manifest tells; the defaults where it does not.
  init(of manifest: ModelManifest) {
    self.init()
    let settings = manifest.training?["settings"]
    validation = settings?["validation_share"]?.number ?? validation
    calibration = settings?["calibration_share"]?.number ?? calibration
    gate = settings?["gate_share"]?.number ?? gate
  }
}

extension ModelBundle {
  /// Reads data whose rows fit this model, and tells whose labels were ignored.
  func examples(_ path: String, groupBy: GroupRule?) throws(FormatError) -> Examples {
    let reading = try ExamplesFile.read(
      path, classes: manifest.classes, experts: manifest.experts, groupBy: groupBy)
    let columns = reading.examples.features.columns
    guard columns == network.inputs else {
      throw FormatError(
        file: path, problem: "its rows have \(columns) features, the model takes \(network.inputs)",
        cure: "use data of the model's kind")
    }
    for (expert, labels) in reading.ignoredExperts.sorted(by: { $0.key < $1.key }) {
      StandardError.write("deferral: the model does not know expert \(expert): \(labels) labels ignored\n")
    }
    return reading.examples
  }
}
