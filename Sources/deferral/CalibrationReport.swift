import Formats
import LearningToDefer

/// Shows what conformal sets were fitted on, and how they are cut.
struct CalibrationReport {
  let calibration: ConformalCalibration
  let bundle: ModelBundle
  let rows: Int

  private var threshold: ConformalThreshold { calibration.exact.threshold(alpha: calibration.alpha) }

  private var rule: String {
    switch threshold {
    case .everyone: "everyone"
    case .top: "top"
    case .threshold: "threshold"
    }
  }

  private var shown: Double? {
    switch threshold {
    case .everyone: nil
    case .top: 1
    case .threshold(let score): bundle.estimator.probability(ofScore: score)
    }
  }

  private var pool: [String] { calibration.pool.map { bundle.manifest.experts[$0] } }

  private var complete: Int { calibration.calibrationRows?.count ?? 0 }

  var json: JSONValue {
    .members([
      "alpha": .number(calibration.alpha),
      "rule": .string(rule),
      "threshold": .orNull(shown),
      "rows": .count(rows),
      "rows_complete": .count(complete),
      "rows_deferred": .count(calibration.rows),
      "rows_without_correct_expert": .count(calibration.rowsWithoutCorrectExpert),
      "pool": .array(pool.map(JSONValue.string)),
    ])
  }

  /// One sentence for people.
  var text: String {
    let cut =
      switch threshold {
      case .everyone: "every expert: too few rows for less"
      case .top: "the top expert alone"
      case .threshold: "experts who are right with at least \(Figures.percent(shown))"
      }
    return "sets at alpha \(calibration.alpha): \(cut) (fitted on \(calibration.rows) deferred rows of "
      + "\(complete) complete ones; pool of \(pool.count): \(pool.joined(separator: ", ")))"
  }
}
