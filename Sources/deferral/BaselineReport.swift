import Formats
import LearningToDefer

/// Shows what simpler ways to answer reach on the rows of an evaluation.
struct BaselineReport {
  /// Another model that was evaluated on the same rows.
  struct OtherModel {
    let path: String
    let surrogate: SurrogateName
    let evaluation: Evaluation
  }

  let evaluation: Evaluation
  let experts: [String]
  /// The experts who may be asked.
  let available: ExpertSet
  /// What the experts answered on the rows that the model was trained on; nil where it is not recorded.
  let training: ConfusionMatrices?
  var other: OtherModel?

  private var best: Int? {
    training.flatMap { BestExpert.index(trainingAccuracy: $0.accuracy, available: available) }
  }
  private var voters: Int { min(Evaluation.ensembleSize, available.count) }

  /// Every baseline by name; one that cannot be told is null.
  var json: JSONValue {
    .members([
      "best_expert": bestExpert,
      "random_expert": .members(["accuracy": .orNull(evaluation.randomExpertAccuracy)]),
      "top_k_ensemble": ensemble,
      "model": model,
    ])
  }

  private var bestExpert: JSONValue {
    guard let best else { return .null }
    return .members([
      "expert": .string(experts[best]),
      "training_accuracy": .orNull(training?.accuracy[best] ?? nil),
      "accuracy": .orNull(evaluation.expertAccuracy[best]),
    ])
  }

  private var ensemble: JSONValue {
    guard evaluation.defers else { return .null }
    return .members([
      "k": .count(voters),
      "accuracy": .orNull(evaluation.ensemble.accuracy),
      "rows": .count(evaluation.ensemble.rows),
    ])
  }

  private var model: JSONValue {
    guard let other else { return .null }
    return .members([
      "path": .string(other.path),
      "surrogate": .string(other.surrogate.rawValue),
      "classifier_accuracy": .orNull(other.evaluation.classifierAccuracy),
      "system_accuracy": .orNull(other.evaluation.systemAccuracy),
      "deferral_rate": .orNull(other.evaluation.deferralRate),
    ])
  }

  /// A table for people.
  var text: String {
    var rows = [["baselines", "right"]]
    if let best {
      rows.append([
        "best expert by training rows, \(experts[best])", Figures.percent(evaluation.expertAccuracy[best]),
      ])
    }
    rows.append(["an expert drawn at random", Figures.percent(evaluation.randomExpertAccuracy)])
    if evaluation.defers {
      rows.append([
        "vote of the best \(voters) on deferral",
        Figures.percent(evaluation.ensemble.accuracy),
      ])
    }
    if let other {
      rows.append(["classifier of \(other.path)", Figures.percent(other.evaluation.classifierAccuracy)])
      rows.append(["team of \(other.path)", Figures.percent(other.evaluation.systemAccuracy)])
    }
    return Figures.table(rows)
  }
}
