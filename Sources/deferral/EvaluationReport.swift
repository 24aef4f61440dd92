import Formats
import LearningToDefer

/// Shows an evaluation's figures, for scripts and for people.
struct EvaluationReport {
  let evaluation: Evaluation
  let experts: [String]
  let baselines: BaselineReport

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
      "estimates_capped": .count(evaluation.cappedEstimates),
      "conformal": evaluation.defers ? conformal : .null,
      "baselines": baselines.json,
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
    ]
    if evaluation.defers { summary += estimates }
    return [Figures.table(summary), makers, baselines.text].joined(separator: "\n\n")
  }

  private var estimates: [[String]] {
    let sets = evaluation.conformal
    return [
      ["calibration error (ECE), mean", Figures.decimal(evaluation.meanECE, places: 4)],
      ["conformal sets: rule at alpha \(sets.alpha)", rule],
      ["conformal sets: mean size", Figures.decimal(sets.meanSetSize, places: 2)],
      ["conformal sets: correct experts left out", Figures.percent(sets.falseNegativeRate)],
    ]
  }

  private var rule: String {
    let sets = evaluation.conformal
    return sets.rule + (sets.thresholdProbability.map { " " + Figures.decimal($0, places: 3) } ?? "")
  }

  private var makers: String {
    var rows = [["", "decides", "right then", "right on own labels", "ECE"]]
    rows.append([
      "classifier", "\(evaluation.classifier.decided)", Figures.percent(evaluation.classifier.accuracy),
      Figures.percent(evaluation.classifierAccuracy), "-",
    ])
    for (index, name) in experts.enumerated() {
      let share = evaluation.experts[index]
      rows.append([
        name, "\(share.decided)", Figures.percent(share.accuracy),
        Figures.percent(evaluation.expertAccuracy[index]),
        Figures.decimal(evaluation.expertECE[index], places: 4),
      ])
    }
    return Figures.table(rows)
  }

  private var expertECE: JSONValue {
    var json = byExpert(evaluation.expertECE.map(JSONValue.orNull))
    json["mean"] = .orNull(evaluation.meanECE)
    return json
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
    ])
  }

  private func byExpert(_ values: [JSONValue]) -> JSONValue {
    .object(zip(experts, values).map { JSONMember($0, $1) })
  }

  private func byMaker(_ figure: (Evaluation.Share) -> JSONValue) -> JSONValue {
    let own = zip(experts, evaluation.experts).map { JSONMember($0, figure($1)) }
    return .object([JSONMember("classifier", figure(evaluation.classifier))] + own)
  }
}
