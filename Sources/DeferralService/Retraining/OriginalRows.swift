import Formats
import Foundation
import LearningToDefer

/// Keeps the rows that the first model was trained from, so that retraining does not forget them.
///
/// They are imported once, checked against the SHA-256 in the model's manifest, and memory-mapped from the data
/// directory afterwards, with the hash that fixes each row's fold.
package struct OriginalRows: Sendable {
  private let path: String

  /// Names the place of the rows in a data directory.
  package init(dataDirectory: String) {
    path = "\(dataDirectory)/rows/original.safetensors"
  }

  /// Whether rows were imported.
  package var exist: Bool { FileManager.default.fileExists(atPath: path) }

  /// Imports the file that a model's manifest names, unless rows are there already.
  ///
  /// - Parameter bundle: directory of the bundle; a relative path in its manifest may be relative to it.
  /// - Returns: nil when the rows are there afterwards, else why not.
  /// - Throws: `FormatError` if the data directory cannot be written.
  package func importRows(of model: ServingModel, bundle: String) throws(FormatError) -> String? {
    guard !exist else { return nil }
    guard let training = model.bundle.manifest.training, let named = training["data"]?["path"]?.string else {
      return "the model's manifest names no training data"
    }
    guard let source = Self.existing(named, bundle: bundle) else {
      return "its training data \(named) is not there"
    }
    guard let digest = training["data"]?["sha256"]?.string else {
      return "its manifest has no SHA-256 of \(named)"
    }
    guard try SHA256Digest.hex(file: source) == digest else {
      return "its training data \(named) has changed since (its SHA-256 differs)"
    }
    let groupBy = training["settings"]?["group_by"]?.string.flatMap(GroupRule.init)
    let reading = try ExamplesFile.read(
      source, classes: model.classes, experts: model.experts, groupBy: groupBy)
    do {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    } catch {
      throw FormatError(
        file: path, place: nil, problem: "its directory cannot be made", cure: "check the permissions")
    }
    try ExamplesFile.writeSafetensors(reading.examples, to: path)
    return nil
  }

  /// Reads the rows, matched by name to a model's classes and experts; nil if none were imported.
  package func read(for model: ServingModel) throws(FormatError) -> Examples? {
    guard exist else { return nil }
    return try ExamplesFile.read(path, classes: model.classes, experts: model.experts, groupBy: nil).examples
  }

  private static func existing(_ path: String, bundle: String) -> String? {
    let candidates = path.hasPrefix("/") ? [path] : [path, "\(bundle)/\(path)"]
    return candidates.first { FileManager.default.fileExists(atPath: $0) }
  }
}
