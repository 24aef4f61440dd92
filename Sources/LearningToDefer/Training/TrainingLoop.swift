/// The epochs of one training: steps, validation, early stopping, and the state between any two steps.
final class TrainingLoop {
  private let run: TrainingRun
  private let settings: TrainingSettings
  private let rows: Int
  private let inferredRows: Int
  private let validation: [Int]
  private var stopping: EarlyStopping

  /// - Parameter inferredRows: Those of the rows whose truth is inferred.
  init(_ run: TrainingRun, settings: TrainingSettings, rows: Int, inferredRows: Int, validation: [Int]) {
    self.run = run
    self.settings = settings
    self.rows = rows
    self.inferredRows = inferredRows
    self.validation = validation
    stopping = EarlyStopping(patience: settings.patience)
  }

  /// The state now.
  var checkpoint: TrainingCheckpoint {
    var state = run.checkpoint
    (state.last, state.best, state.bestParameters) = (stopping.last, stopping.best, stopping.bestParameters)
    return state
  }

  /// Goes back to a state.
  ///
  /// - Throws: `TrainingError.checkpointDoesNotFit`.
  func restore(_ checkpoint: TrainingCheckpoint) throws(TrainingError) {
    try run.restore(checkpoint)
    stopping = EarlyStopping(patience: settings.patience, checkpoint: checkpoint)
  }

  /// Trains until the end of an epoch, or until patience is.
  func train(
    through lastEpoch: Int, checkpoint keep: (() -> TrainingCheckpoint) throws(TrainingError) -> Void,
    progress: (TrainingProgress) -> Bool
  ) throws(TrainingError) {
    let clock = ContinuousClock()
    let began = clock.now
    var seen = 0
    while run.epoch <= lastEpoch, !stopping.isOver {
      while run.rowsSeen < rows {
        seen += run.takeStep()
        try keep { checkpoint }
        let rate = Double(seen) / max((clock.now - began) / .seconds(1), 1e-9)
        guard progress(self.progress(rowsPerSecond: rate)) else { throw .cancelled }
      }
      try endEpoch()
      try keep { checkpoint }
    }
  }

  /// The network of the best epoch with early stopping, else of the last; nil before the first is whole.
  var outcome: TrainingOutcome? {
    guard let last = stopping.last, let kept = stopping.kept else { return nil }
    return TrainingOutcome(
      network: run.network(stopping.bestParameters), epochsRun: last.epoch, bestEpoch: kept.epoch,
      trainingLoss: kept.trainingLoss, validationLoss: kept.validationLoss, trainingRows: rows - inferredRows,
      validationRows: validation.count, inferredRows: inferredRows)
  }

  private func endEpoch() throws(TrainingError) {
    let loss = run.meanLoss
    let validationLoss = validation.isEmpty ? nil : run.meanLoss(validation)
    guard loss.isFinite, validationLoss?.isFinite ?? true, run.isFinite else {
      throw .diverged(epoch: run.epoch)
    }
    let result = EpochResult(epoch: run.epoch, trainingLoss: loss, validationLoss: validationLoss)
    stopping.add(result) { run.parameterValues }
    run.beginNextEpoch()
  }

  private func progress(rowsPerSecond: Double) -> TrainingProgress {
    TrainingProgress(
      epoch: run.epoch, epochs: settings.epochs, step: run.step, steps: run.steps, trainingLoss: run.meanLoss,
      validationLoss: stopping.last?.validationLoss, rowsPerSecond: rowsPerSecond)
  }
}
