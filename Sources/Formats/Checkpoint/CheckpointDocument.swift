import LearningToDefer

/// The JSON part of a checkpoint: how far the training is.
struct CheckpointDocument {
  private let epoch: Int
  private let rowsSeen: Int
  private let lossSum: Double
  private let results: [EpochResult]

  init(_ state: TrainingCheckpoint) {
    epoch = state.epoch
    rowsSeen = state.rowsSeen
    lossSum = state.lossSum
    results = state.results
  }

  /// Reads the document; nil where a number is missing.
  init?(_ json: JSONValue) {
    guard let epoch = json["epoch"]?.integer, let rowsSeen = json["rows_seen"]?.integer else { return nil }
    self.epoch = Int(epoch)
    self.rowsSeen = Int(rowsSeen)
    // JSON has no infinity: such a training ends as diverged either way.
    lossSum = json["loss_sum"]?.number ?? .nan
    results = (json["results"]?.array ?? []).compactMap(EpochResult.init)
  }

  var json: JSONValue {
    .members([
      "format": .string(CheckpointFile.format), "epoch": .count(epoch), "rows_seen": .count(rowsSeen),
      "loss_sum": lossSum.isFinite ? .number(lossSum) : .null,
      "results": .array(results.map(\.json)),
    ])
  }

  func state(
    parameters: [Float], firstMoments: [Float], secondMoments: [Float], scaler: InputScaler?,
    bestParameters: [Float]?
  ) -> TrainingCheckpoint {
    TrainingCheckpoint(
      parameters: parameters, firstMoments: firstMoments, secondMoments: secondMoments, scaler: scaler,
      epoch: epoch,
      rowsSeen: rowsSeen, lossSum: lossSum, results: results, bestParameters: bestParameters)
  }
}

extension EpochResult {
  fileprivate var json: JSONValue {
    .members([
      "epoch": .count(epoch), "training_loss": .number(trainingLoss),
      "validation_loss": .orNull(validationLoss),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let epoch = json["epoch"]?.integer, let loss = json["training_loss"]?.number else { return nil }
    self.init(epoch: Int(epoch), trainingLoss: loss, validationLoss: json["validation_loss"]?.number)
  }
}
