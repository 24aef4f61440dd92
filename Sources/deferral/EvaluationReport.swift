import DeferralService
import Formats
import LearningToDefer

/// Shows an evaluation's figures, for scripts and for people.
struct EvaluationReport {
  let evaluation: Evaluation
  let experts: [String]
  let baselines: BaselineReport
  /// What the sets promise; nil where decisions are as calibrated.
  var guarantee: Guarantee?
  /// The fitted `δ`; nil without a budget.
  var shift: Double?
  /// What was asked of the decisions; nil for nothing.
  var policy: JSONValue?

  /// All figures by name; one without rows is null.
  var json: JSONValue {
    .members([
      "rows": .count(evaluation.rows),
      "rows_unscored": .count(evaluation.rowsUnscored),
      "system_accuracy": .orNull(evaluation.systemAccuracy),
      "classifier_accuracy": .orNull(evaluation.classifierAccuracy),
      "deferral_rate": .orNull(evaluation.deferralRate),
      "expert_accuracy": byExpert(evaluation.expertAccuracy.map(JSONValue.orNull)),
      "expert_ece": expertECE,
      "calibration": byDecider(CalibrationFigures.json),
      "estimates_capped": .count(evaluation.cappedEstimates),
      "conformal": evaluation.defers ? conformal : .null,
      "baselines": baselines.json,
      "mean_cost": .orNull(evaluation.meanCost),
      "policy": policy ?? .null,
      "accuracy_against_coverage": coverage,
      "accuracy_by_decision_maker": byMaker { .orNull($0.accuracy) },
      "rows_by_decision_maker": byMaker { .count($0.decided) },
    ])
  }

  /// The figures over a few lines, and a table of who decides.
  var text: String {
    var summary = [
      ["rows", "\(evaluation.rows) (\(evaluation.rowsUnscored) unscored)"],
      ["accuracy, classifier alone", Figures.percent(evaluation.classifierAccuracy)],
      ["accuracy, with the team", Figures.percent(evaluation.systemAccuracy)],
      ["deferred", Figures.percent(evaluation.deferralRate)],
      ["mean cost of errors and asking", Figures.decimal(evaluation.meanCost, places: 4)],
    ]
    if evaluation.defers { summary += estimates }
    return [Figures.table(summary), makers, baselines.text].joined(separator: "\n\n")
  }

  private var estimates: [[String]] {
    let sets = evaluation.conformal
    let shifts = shift.map {
      [["shift of experts' scores, fitted on these rows", Figures.decimal($0, places: 4)]]
    }
    return [
      ["accuracy against coverage: area", Figures.decimal(evaluation.coverage?.area, places: 4)],
      ["experts' calibration error (ECE), mean", Figures.decimal(evaluation.meanECE, places: 4)],
      ["conformal sets: rule at alpha \(sets.alpha)", rule],
      ["conformal sets: guarantee for these decisions", guarantee?.rawValue ?? "as calibrated"],
      ["conformal sets: mean size", Figures.decimal(sets.meanSetSize, places: 2)],
      ["conformal sets: correct experts left out", Figures.percent(sets.falseNegativeRate)],
    ] + (shifts ?? [])
  }

  private var rule: String {
    let sets = evaluation.conformal
    return sets.rule + (sets.thresholdProbability.map { " " + Figures.decimal($0, places: 3) } ?? "")
  }

  private var makers: String {
    let names = ["classifier"] + experts
    let shares = [evaluation.classifier] + evaluation.experts
    let accuracies = [evaluation.classifierAccuracy] + evaluation.expertAccuracy
    let calibrations = [evaluation.classifierCalibration] + evaluation.expertCalibration
    let rows = names.indices.map { index in
      [
        names[index], "\(shares[index].decided)", Figures.percent(shares[index].accuracy),
        Figures.percent(accuracies[index]),
      ] + CalibrationFigures.cells(calibrations[index])
    }
    return Figures.table(
      [["", "decides", "right then", "right on own labels"] + CalibrationFigures.headings] + rows)
  }

  private var expertECE: JSONValue {
    var json = byExpert(evaluation.expertECE.map(JSONValue.orNull))
    json["mean"] = .orNull(evaluation.meanECE)
    return json
  }

  private var coverage: JSONValue {
    guard let curve = evaluation.coverage else { return .null }
    return .members([
      "area": .number(curve.area),
      "points": .array(
        curve.points.map {
          .members(["coverage": .number($0.coverage), "accuracy": .number($0.accuracy)])
        }),
    ])
  }

  private var conformal: JSONValue {
    let sets = evaluation.conformal
    return .members([
      "alpha": .number(sets.alpha),
      "rule": .string(sets.rule),
      // As decisions show it: 1 where only the top expert is taken, null where everyone is.
      "threshold": sets.threshold == .top ? .number(1) : .orNull(sets.thresholdProbability),
      "mean_set_size": .orNull(sets.meanSetSize),
      "fnr": .orNull(sets.falseNegativeRate),
      "rows": .count(sets.rows),
      "guarantee": guarantee.map { .string($0.rawValue) } ?? .null,
    ])
  }

  private func byExpert(_ values: [JSONValue]) -> JSONValue {
    .object(zip(experts, values).map { JSONMember($0, $1) })
  }

  private func byDecider(_ figures: (CalibrationMeasures) -> JSONValue) -> JSONValue {
    let own = zip(experts, evaluation.expertCalibration).map { JSONMember($0, figures($1)) }
    return .object([JSONMember("classifier", figures(evaluation.classifierCalibration))] + own)
  }

  private func byMaker(_ figure: (Evaluation.Share) -> JSONValue) -> JSONValue {
    let own = zip(experts, evaluation.experts).map { JSONMember($0, figure($1)) }
    return .object([JSONMember("classifier", figure(evaluation.classifier))] + own)
  }
}
