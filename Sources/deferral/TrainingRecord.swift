import DeferralService
import Formats
import LearningToDefer

/// What a manifest keeps of how its model was made.
struct TrainingRecord {
  let source: DataSource
  /// The settings of the model, and those of its rows.
  let settings: JSONValue
  let rows: TrainingRows
  let result: TrainingSession.Result

  var json: JSONValue {
    var record = JSONValue.members([
      "data": source.json,
      "rows": rowCounts,
      "seed": .integer(Int64(bitPattern: result.trained.settings.seed)),
      "settings": settings,
      "metrics": metrics,
      "parent": .null,
      "time": .string(Timestamp.text(milliseconds: Timestamp.now())),
    ])
    record["search"] = result.trained.search?.json
    return record
  }

  private var rowCounts: JSONValue {
    let folds = Fold.allCases.map { JSONMember($0.rawValue, .count(rows[$0].count)) }
    return .object([JSONMember("all", .count(rows.examples.rows))] + folds)
  }

  private var metrics: JSONValue {
    let outcome = result.trained.outcome
    return .members([
      "epochs": .count(outcome.epochsRun), "best_epoch": .count(outcome.bestEpoch),
      "training_rows": .count(outcome.trainingRows), "validation_rows": .count(outcome.validationRows),
      "inferred_rows": .count(outcome.inferredRows),
      "training_loss": .number(outcome.trainingLoss), "validation_loss": .orNull(outcome.validationLoss),
      "gate": .members([
        "rows": .count(result.evaluation.rows),
        "system_accuracy": .orNull(result.evaluation.systemAccuracy),
        "classifier_accuracy": .orNull(result.evaluation.classifierAccuracy),
        "deferral_rate": .orNull(result.evaluation.deferralRate),
        "expert_ece_mean": .orNull(result.evaluation.meanECE),
      ]),
    ])
  }
}
