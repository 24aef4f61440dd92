import Formats
import Foundation
import LearningToDefer

/// Keeps the rows that the first model was trained from, so that retraining does not forget them.
///
/// They are imported once, checked against the SHA-256 in the model's manifest, and memory-mapped from the data
/// directory afterwards, with the hash that fixes each row's fold. The file is named for that SHA-256, which every
/// retrained version inherits, so that a model never gets another one's rows.
package struct OriginalRows: Sendable {
  private let directory: String

  /// Names the place of the rows in a data directory.
  package init(dataDirectory: String) {
    directory = "\(dataDirectory)/rows"
  }

  /// Imports the file that a model's manifest names, unless its rows are there already.
  ///
  /// - Parameter bundle: directory of the bundle; a relative path in its manifest may be relative to it.
  /// - Returns: nil when the rows are there afterwards, else why not.
  /// - Throws: `FormatError` if the data directory cannot be written.
  package func importRows(of model: ServingModel, bundle: String) throws(FormatError) -> String? {
    guard let training = model.bundle.manifest.training, let named = training["data"]?["path"]?.string else {
      return "the model's manifest names no training data"
    }
    guard let digest = Self.digest(of: model) else {
      return "its manifest has no SHA-256 of \(named)"
    }
    let path = path(digest)
    guard !FileManager.default.fileExists(atPath: path) else { return nil }
    guard let source = Self.existing(named, bundle: bundle) else {
      return "its training data \(named) is not there"
    }
    guard try SHA256Digest.hex(file: source) == digest else {
      return "its training data \(named) has changed since (its SHA-256 differs)"
    }
    let groupBy = training["settings"]?["group_by"]?.string.flatMap(GroupRule.init)
    let reading = try ExamplesFile.read(
      source, classes: model.classes, experts: model.experts, groupBy: groupBy)
    guard model.bundle.network.takes(reading.examples) else {
      return "its training data \(named) hold other inputs than it takes"
    }
    guard model.takesRows(of: reading.examples) else {
      return "its training data \(named) have no class_probabilities, which a rejector takes"
    }
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw FormatError(
        file: directory, place: nil, problem: "the directory cannot be made", cure: "check the permissions")
    }
    try ExamplesFile.writeSafetensors(reading.examples, to: path)
    return nil
  }

  /// Reads the rows, matched by name to a model's classes and experts; nil if none were imported.
  package func read(for model: ServingModel) throws(FormatError) -> Examples? {
    guard let path = Self.digest(of: model).map(path), FileManager.default.fileExists(atPath: path) else {
      return nil
    }
    let reading = try ExamplesFile.read(path, classes: model.classes, experts: model.experts, groupBy: nil)
    let isTaken = model.bundle.network.takes(reading.examples) && model.takesRows(of: reading.examples)
    return isTaken ? reading.examples : nil
  }

  private func path(_ digest: String) -> String { "\(directory)/\(digest).safetensors" }

  /// The SHA-256 of the training data, in hexadecimal; nil for anything else, which must not name a file.
  private static func digest(of model: ServingModel) -> String? {
    guard let digest = model.bundle.manifest.training?["data"]?["sha256"]?.string,
      digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit)
    else { return nil }
    return digest
  }

  private static func existing(_ path: String, bundle: String) -> String? {
    let candidates = path.hasPrefix("/") ? [path] : [path, "\(bundle)/\(path)"]
    return candidates.first { FileManager.default.fileExists(atPath: $0) }
  }
}

extension ServingModel {
  /// Whether rows carry the class probabilities that the model takes, if it takes any.
  fileprivate func takesRows(of examples: Examples) -> Bool {
    examples.classProbabilities != nil || !estimator.takesClassProbabilities
  }
}
