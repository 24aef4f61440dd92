import Formats
import LearningToDefer

/// Shows which map every decider got, and what it gained on rows held out.
struct MapReport {
  let choices: MapChoices
  let experts: [String]

  private var deciders: [(name: String, choice: MapChoice)] {
    [("classifier", choices.classifier)] + zip(experts, choices.experts).map { ($0, $1) }
  }

  /// By decider the map's name, the rows behind it and the held-out log losses; null where nothing was compared.
  var json: JSONValue {
    .object(
      deciders.map { name, choice in
        JSONMember(
          name,
          .members([
            "map": .string(choice.map.name), "rows": .count(choice.rows),
            "log_loss_without": .orNull(choice.uncalibratedLogLoss), "log_loss": .orNull(choice.logLoss),
          ]))
      })
  }

  /// The same as a table.
  var text: String {
    let rows = deciders.map { name, choice in
      [
        name, choice.map.name, "\(choice.rows)", Figures.decimal(choice.uncalibratedLogLoss, places: 4),
        Figures.decimal(choice.logLoss, places: 4),
      ]
    }
    return Figures.table([["", "map", "rows", "log loss without", "with"]] + rows)
  }
}
