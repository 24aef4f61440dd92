import Formats
import LearningToDefer

/// Holds what one training run did, for its record and for the version's metrics.
struct TrainingReport: Sendable {
  let originalRows: Int
  let loggedRows: Int
  let unsettledRows: Int
  let unusableRows: Int
  let outcome: TrainingOutcome
  let verdict: GateVerdict

  init(set: TrainingSet, outcome: TrainingOutcome, verdict: GateVerdict) {
    originalRows = set.originalRows
    loggedRows = set.loggedRows
    unsettledRows = set.unsettledRows
    unusableRows = set.unusableRows
    self.outcome = outcome
    self.verdict = verdict
  }

  /// Why the run ended as it did, and what it could not use.
  var sentence: String {
    let rows =
      originalRows == 0
      ? "; the original rows are not in the data directory, so only \(loggedRows) logged rows were used" : ""
    let inferred =
      outcome.inferredRows == 0
      ? ""
      : "; trained also on \(outcome.inferredRows) rows whose truth was inferred from the experts' labels"
    let overflowing =
      verdict.overflowing == 0
      ? "" : "; \(verdict.overflowing) held-out rows overflow both models' numbers and were left out"
    return verdict.reason + overflowing + rows + inferred
  }

  /// The figures as a JSON object.
  var value: JSONValue {
    .object([
      JSONMember("original_rows", .integer(Int64(originalRows))),
      JSONMember("logged_rows", .integer(Int64(loggedRows))),
      JSONMember("unusable_rows", .integer(Int64(unusableRows))),
      JSONMember("unsettled_rows", .integer(Int64(unsettledRows))),
      JSONMember("inferred_rows", .integer(Int64(outcome.inferredRows))),
      JSONMember("training_rows", .integer(Int64(outcome.trainingRows))),
      JSONMember("validation_rows", .integer(Int64(outcome.validationRows))),
      JSONMember("epochs", .integer(Int64(outcome.epochsRun))),
      JSONMember("training_loss", .number(outcome.trainingLoss)),
      JSONMember("validation_loss", outcome.validationLoss.map(JSONValue.number) ?? .null),
      JSONMember(
        "gate",
        .object([
          JSONMember("rows", .integer(Int64(verdict.rows))),
          JSONMember("rows_scored", .integer(Int64(verdict.scored))),
          JSONMember("rows_overflowing", .integer(Int64(verdict.overflowing))),
          JSONMember("every_expert_labelled", .bool(verdict.complete)),
          JSONMember("champion_system_accuracy", verdict.champion.map(JSONValue.number) ?? .null),
          JSONMember("challenger_system_accuracy", verdict.challenger.map(JSONValue.number) ?? .null),
        ])
      ),
    ])
  }

  /// The same as text.
  var json: String { String(decoding: value.serialise(), as: UTF8.self) }
}

extension ModelBundle {
  /// The bundle with a record of how it was trained from its parent.
  func retrained(report: TrainingReport, parent: String) -> ModelBundle {
    var bundle = self
    bundle.manifest.version = nil
    bundle.manifest.sourceVersion = nil
    var training = manifest.training ?? .object([])
    training["parent"] = .string(parent)
    training["metrics"] = report.value
    training["time"] = .string(Timestamp.text(milliseconds: Timestamp.now()))
    // These tell of the parent: which rows it had, how its settings were found, what was calibrated by hand.
    training["rows"] = nil
    training["search"] = nil
    training["calibration_data"] = nil
    bundle.manifest.training = training
    return bundle
  }
}
