import Formats
import LearningToDefer

/// Shows how far one decider's confidences are to be trusted.
enum CalibrationFigures {
  /// The columns of a table.
  static let headings = ["ECE", "debiased", "Brier", "log loss"]

  /// The figures under `headings`.
  static func cells(_ measures: CalibrationMeasures) -> [String] {
    let figures = [
      measures.expectedCalibrationError, measures.debiasedECE, measures.brierScore, measures.logLoss,
    ]
    return figures.map { Figures.decimal($0, places: 4) }
  }

  /// Every figure by name, and the points of the reliability diagram with their bands.
  static func json(_ measures: CalibrationMeasures) -> JSONValue {
    .members([
      "rows": .count(measures.rows),
      "ece": .orNull(measures.expectedCalibrationError),
      "ece_debiased": .orNull(measures.debiasedECE),
      "squared_error_debiased": .orNull(measures.squaredCalibrationError),
      "ece_adaptive": .orNull(measures.adaptiveECE),
      "brier_score": .orNull(measures.brierScore),
      "log_loss": .orNull(measures.logLoss),
      "reliability": .array(measures.reliability.points.map(point)),
    ])
  }

  private static func point(_ point: ReliabilityDiagram.Point) -> JSONValue {
    .members([
      "confidence": .number(point.confidence), "accuracy": .number(point.accuracy),
      "rows": .count(point.rows),
      "accuracy_low": .number(point.interval.lowerBound), "accuracy_high": .number(point.interval.upperBound),
    ])
  }
}
