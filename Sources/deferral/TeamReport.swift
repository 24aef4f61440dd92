import Formats
import LearningToDefer

/// Shows the experts of a bundle, and what a change of the team did to its calibration.
struct TeamReport {
  let bundle: ModelBundle

  private var experts: [String] { bundle.manifest.experts }

  /// One object an expert.
  var json: JSONValue {
    .members(["experts": .array(experts.indices.map(json))])
  }

  /// A table, one line an expert.
  var text: String {
    let rows = experts.indices.map { index in
      [
        experts[index], labels(index).map { "\($0)" } ?? "-", Figures.percent(accuracy(index)),
        estimate(index),
        isInPool(index) ? "yes" : "no",
      ]
    }
    return Figures.table([["", "labels", "right", "estimate", "in the sets' pool"]] + rows)
  }

  /// What a new expert is taken for.
  func sentence(_ name: String) -> String {
    guard let prior = bundle.manifest.priors[name] else { return "the model never asks anybody" }
    return "right with \(Figures.percent(prior.overall)) by "
      + (prior.labels == 0
        ? "the team's accuracies alone" : "the team's accuracies and \(prior.labels) labels")
  }

  /// Tells of a change that was written, and of the calibration.
  func print(json wished: Bool, change: String, before: ModelBundle) throws(Failure) {
    let calibration = calibrationSentence(before)
    guard wished else {
      return try StandardOutput.line(change + (calibration.map { "\n" + $0 } ?? "") + "\n\n" + text)
    }
    if bundle.conformal == nil, let calibration { StandardError.write("deferral: \(calibration)\n") }
    var document = json
    document["conformal"] =
      bundle.conformal.map {
        CalibrationReport(calibration: $0, bundle: bundle, rows: $0.calibrationRows?.count ?? $0.rows).json
      } ?? .null
    try StandardOutput.json(document)
  }

  private func calibrationSentence(_ before: ModelBundle) -> String? {
    guard before.conformal != nil else { return nil }
    guard let calibration = bundle.conformal else {
      return
        "the conformal sets are no longer calibrated and hold every expert, for the bundle has no calibration rows of the "
        + "others: run deferral calibrate"
    }
    return "the conformal sets were fitted anew on the bundle's own calibration rows: "
      + CalibrationReport(
        calibration: calibration, bundle: bundle, rows: calibration.calibrationRows?.count ?? calibration.rows
      ).text
  }

  private func json(_ index: Int) -> JSONValue {
    .members([
      "name": .string(experts[index]), "labels": labels(index).map { .count($0) } ?? .null,
      "accuracy": .orNull(accuracy(index)), "estimate": .string(estimate(index)),
      "in_pool": .bool(isInPool(index)),
    ])
  }

  private func estimate(_ index: Int) -> String {
    bundle.manifest.priors[experts[index]] == nil ? "trained" : "prior"
  }

  private func isInPool(_ index: Int) -> Bool { bundle.conformal?.pool.contains(index) ?? false }

  /// A prior's own labels, else those of the confusion matrices.
  private func labels(_ index: Int) -> Int? {
    if let prior = bundle.manifest.priors[experts[index]] { return prior.labels }
    return bundle.confusion.map { Int($0.rows(expert: index)) }
  }

  private func accuracy(_ index: Int) -> Double? {
    guard let confusion = bundle.confusion, confusion.rows(expert: index) > 0 else { return nil }
    return confusion.right(expert: index) / confusion.rows(expert: index)
  }
}
