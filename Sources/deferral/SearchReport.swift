import Formats
import LearningToDefer

/// What a search tried, as a table and as JSON.
struct SearchReport {
  /// Every trial, the winner first.
  let trials: [SearchTrial]
  let plan: SuccessiveHalving

  /// What a search will cost, in words.
  static func budget(_ plan: SuccessiveHalving, epochs: Int) -> String {
    let rungs = plan.rungs.map { "\($0.trials) for \($0.epochs)" }.joined(separator: ", ")
    let times = Figures.decimal(Double(plan.epochs) / Double(epochs), places: 1)
    return "trials for epochs: \(rungs); \(plan.epochs) epochs in all, \(times) times a plain training"
  }

  /// A trial's own settings, in short.
  static func settings(_ trial: SearchTrial) -> String {
    "\(width(trial)), rate \(trial.settings.learningRate), decay \(trial.settings.weightDecay)"
  }

  var text: String {
    let rows = trials.map { trial in
      [
        Self.width(trial), "\(trial.settings.learningRate)", "\(trial.settings.weightDecay)",
        "\(trial.epochs)",
        trial.bestEpoch.map(String.init) ?? "-",
        trial.diverged ? "diverged" : Figures.decimal(trial.validationLoss, places: 4),
      ]
    }
    return Figures.table(
      [["hidden", "rate", "decay", "epochs", "best epoch", "validation loss"]] + rows)
  }

  /// The record of a manifest.
  var json: JSONValue {
    .members([
      "rungs": .array(
        plan.rungs.map { .members(["trials": .count($0.trials), "epochs": .count($0.epochs)]) }),
      "trials": .array(
        trials.map { trial in
          .members([
            "hidden": .array(trial.settings.hidden.map(JSONValue.count)),
            "learning_rate": .number(trial.settings.learningRate),
            "weight_decay": .number(trial.settings.weightDecay), "epochs": .count(trial.epochs),
            "best_epoch": trial.bestEpoch.map(JSONValue.count) ?? .null,
            "validation_loss": .orNull(trial.validationLoss), "diverged": .bool(trial.diverged),
          ])
        }),
    ])
  }

  private static func width(_ trial: SearchTrial) -> String {
    trial.settings.hidden.isEmpty ? "linear" : trial.settings.hidden.map(String.init).joined(separator: ",")
  }
}
