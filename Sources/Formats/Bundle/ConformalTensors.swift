import LearningToDefer

/// Keeps a conformal calibration's curves and rows as tensors.
enum ConformalTensors {
  private static let threshold = "conformal.exact.threshold"
  private static let rate = "conformal.exact.fnr"
  private static let score = "conformal.naive.score"
  private static let logits = "conformal.rows.logits"
  private static let correct = "conformal.rows.correct"

  static let names: Set = [threshold, rate, score, logits, correct]

  static func read(
    _ file: SafetensorsFile, summary: ConformalSummary, manifest: ModelManifest
  ) throws(FormatError) -> ConformalCalibration {
    let thresholds = try ascending(file, threshold, infiniteEnd: true)
    let rates = try ascending(file, rate, infiniteEnd: false)
    guard thresholds.count == rates.count else {
      throw file.failure(
        rate, "has \(rates.count) elements beside \(thresholds.count) thresholds",
        cure: "calibrate the bundle again")
    }
    if let first = rates.first, let last = rates.last, first < 0 || last > 1 {
      throw file.failure(rate, "holds rates outside 0 to 1", cure: "calibrate the bundle again")
    }
    let kept = try rows(file, manifest: manifest)
    guard summary.rows > 0 || thresholds.count <= 1, summary.rows <= kept?.count ?? .max else {
      throw file.failure(
        threshold, "was not fitted on \(summary.rows) rows, as the manifest says",
        cure: "calibrate the bundle again")
    }
    return ConformalCalibration(
      rows: summary.rows, rowsWithoutCorrectExpert: summary.rowsWithoutCorrectExpert, alpha: summary.alpha,
      pool: summary.pool.compactMap(manifest.experts.firstIndex).sorted(),
      exact: ExactConformal(thresholds: thresholds, falseNegativeRates: rates, rows: summary.rows),
      naive: NaiveConformal(sortedScores: try ascending(file, score, infiniteEnd: false)),
      calibrationRows: kept)
  }

  static func add(_ calibration: ConformalCalibration, to writer: inout SafetensorsWriter) {
    let exact = calibration.exact
    writer.add(threshold, shape: [exact.thresholds.count], doubles: exact.thresholds)
    writer.add(rate, shape: [exact.falseNegativeRates.count], doubles: exact.falseNegativeRates)
    let scores = calibration.naive.sortedScores
    writer.add(score, shape: [scores.count], doubles: scores)
    guard let rows = calibration.calibrationRows, rows.count > 0 else { return }
    writer.add(logits, shape: [rows.count, rows.logits.count / rows.count], floats: rows.logits)
    writer.add(
      correct, shape: [rows.count, rows.correct.count / rows.count], uint8s: rows.correct.map { $0 ? 1 : 0 })
  }

  private static func ascending(
    _ file: SafetensorsFile, _ name: String, infiniteEnd: Bool
  ) throws(FormatError) -> [Double] {
    try file.check(name, shape: [nil])
    let values = try file.doubles(name)
    for (index, value) in values.enumerated() {
      let mayBeInfinite = infiniteEnd && index == values.count - 1 && value == .infinity
      guard value.isFinite || mayBeInfinite else {
        throw file.failure(name, "element \(index) is \(value)", cure: "calibrate the bundle again")
      }
      guard index == 0 || values[index - 1] <= value else {
        throw file.failure(
          name, "falls at element \(index): it must ascend", cure: "calibrate the bundle again")
      }
    }
    return values
  }

  private static func rows(_ file: SafetensorsFile, manifest: ModelManifest) throws(FormatError)
    -> CalibrationRows?
  {
    guard file.tensors[logits] != nil || file.tensors[correct] != nil else { return nil }
    let estimator = CorrectnessEstimator(
      surrogate: manifest.surrogate, classes: manifest.classes.count, experts: manifest.experts.count)
    try file.check(logits, shape: [nil, estimator.width])
    let count = try file.tensor(logits).shape[0]
    try file.check(correct, shape: [count, manifest.experts.count])
    let values = try file.floats(logits)
    guard values.allSatisfy(\.isFinite) else {
      throw file.failure(logits, "holds numbers that are not finite", cure: "calibrate the bundle again")
    }
    if estimator.takesClassProbabilities { try checkProbabilities(values, file: file, estimator: estimator) }
    let truths = try file.int64s(correct)
    guard truths.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw file.failure(correct, "holds numbers other than 0 and 1", cure: "calibrate the bundle again")
    }
    return CalibrationRows(logits: values, correct: truths.map { $0 == 1 }, count: count)
  }

  /// A rejector's rows begin with the class probabilities that it was given.
  private static func checkProbabilities(
    _ values: [Float], file: SafetensorsFile, estimator: CorrectnessEstimator
  ) throws(FormatError) {
    for start in stride(from: 0, to: values.count, by: estimator.width) {
      let given = values[start..<start + estimator.classes]
      guard given.allSatisfy({ $0 >= 0 }), given.reduce(0, +) > 0, given.reduce(0, +).isFinite else {
        throw file.failure(
          logits, "row \(start / estimator.width) begins with numbers that are no class probabilities",
          cure: "calibrate the bundle again")
      }
    }
  }
}
