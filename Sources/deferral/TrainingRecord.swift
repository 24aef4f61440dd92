import DeferralService
import Formats
import LearningToDefer

/// What a manifest keeps of how its model was made.
struct TrainingRecord {
  let source: DataSource
  let settings: JSONValue
  let session: TrainingSession
  let result: TrainingSession.Result

  var json: JSONValue {
    .members([
      "data": source.json,
      "rows": rows,
      "seed": .integer(Int64(bitPattern: session.settings.seed)),
      "settings": settings,
      "metrics": metrics,
      "parent": .null,
      "time": .string(Timestamp.text(milliseconds: Timestamp.now())),
    ])
  }

  private var rows: JSONValue {
    let folds = Fold.allCases.map { JSONMember($0.rawValue, .count(result.rowsByFold[$0] ?? 0)) }
    return .object([JSONMember("all", .count(session.examples.rows))] + folds)
  }

  private var metrics: JSONValue {
    let outcome = result.outcome
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
