import ArgumentParser
import Formats
import LearningToDefer

/// `deferral inspect`: what a bundle is, whom it knows and how it was made.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a bundle is, whom it knows and how it was made.",
    discussion: """
      Example:
        deferral inspect bundle
      """)

  @Argument(help: "Model bundle.")
  var bundle: String

  @Flag(help: "Print JSON: the manifest, and what the tensors hold.")
  var json = false

  func run() throws {
    let model = try ModelBundle.read(bundle)
    if json {
      try StandardOutput.json(document(model))
    } else {
      try StandardOutput.line(text(model))
    }
  }

  private func document(_ model: ModelBundle) -> JSONValue {
    var document = model.manifest.json
    document["parameters"] = .count(model.network.parameterCount)
    document["input_scaler"] = .bool(model.network.scaler != nil)
    document["calibration_rows"] = model.conformal?.calibrationRows.map { .count($0.count) } ?? .null
    return document
  }

  private func text(_ model: ModelBundle) -> String {
    let manifest = model.manifest
    var lines = [
      "surrogate   \(manifest.surrogate.rawValue)",
      "input       \(input(model))",
      "network     \(shape(model)), \(manifest.activation.rawValue), \(model.network.parameterCount) parameters"
        + (model.network.scaler == nil ? "" : ", scales its inputs"),
      "classes     \(manifest.classes.count): \(manifest.classes.joined(separator: ", "))",
      "experts     \(manifest.experts.count): \(manifest.experts.joined(separator: ", "))",
    ]
    if let version = manifest.version { lines.append("version     \(version)") }
    if let version = manifest.sourceVersion { lines.append("made as     version \(version)") }
    lines.append("conformal   \(sets(model))")
    lines.append(manifest.training == nil ? "training    not recorded" : "training")
    return (lines + training(manifest)).joined(separator: "\n")
  }

  private func shape(_ model: ModelBundle) -> String {
    let widths = [model.network.inputs] + model.network.hidden + [model.network.outputs]
    return widths.map(String.init).joined(separator: "-")
  }

  private func input(_ model: ModelBundle) -> String {
    guard let text = model.network.embedding?.input else { return "\(model.network.inputs) features" }
    let lengths = { (range: ClosedRange<Int>) in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
    let kinds = [
      text.words.map { "\(lengths($0)) words" },
      text.characters.map { "\(lengths($0)) characters of a word" },
    ]
    let grams = kinds.compactMap(\.self).joined(separator: ", ")
    return "text: n-grams of \(grams); \(text.buckets) buckets of \(text.dimension) numbers"
  }

  private func sets(_ model: ModelBundle) -> String {
    guard model.estimator.defers else { return "none: it never defers" }
    guard let calibration = model.conformal else { return "not calibrated: sets hold every expert" }
    return CalibrationReport(
      calibration: calibration, bundle: model, rows: calibration.calibrationRows?.count ?? calibration.rows
    ).text
  }

  /// Every recorded value on a line of its own, by its path.
  private func training(_ manifest: ModelManifest) -> [String] {
    manifest.training.map { flattened($0, path: "") } ?? []
  }

  private func flattened(_ value: JSONValue, path: String) -> [String] {
    if let items = value.array, items.contains(where: { $0.members != nil }) {
      return ["  \(path)  \(items.count) (--json shows them)"]
    }
    guard let members = value.members else {
      let text = value.string ?? String(decoding: value.serialise(), as: UTF8.self)
      return ["  \(path)  \(text)"]
    }
    return members.filter { $0.value != .null }.flatMap { member in
      flattened(member.value, path: path.isEmpty ? member.key : "\(path).\(member.key)")
    }
  }
}
