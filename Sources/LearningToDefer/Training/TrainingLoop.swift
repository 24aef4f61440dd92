/// The epochs of one training: steps, validation, early stopping, and the state between any two steps.
package final class TrainingLoop {
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

  /// Every whole epoch so far.
  package var results: [EpochResult] { stopping.results }

  /// The state now.
  package var checkpoint: TrainingCheckpoint {
    var state = run.checkpoint
    (state.results, state.bestParameters) = (stopping.results, stopping.bestParameters)
    return state
  }

  /// Goes back to a state.
  ///
  /// - Throws: `TrainingError.checkpointDoesNotFit`.
  func restore(_ checkpoint: TrainingCheckpoint) throws(TrainingError) {
    let keepsBest = settings.patience != nil && checkpoint.results.contains { $0.validationLoss != nil }
    guard (1...settings.epochs + 1).contains(checkpoint.epoch) else {
      throw .checkpointDoesNotFit(problem: "it has another number of epochs or rows")
    }
    guard checkpoint.results.map(\.epoch) == Array(1..<checkpoint.epoch),
      keepsBest == (checkpoint.bestParameters != nil)
    else { throw .checkpointDoesNotFit(problem: "it lacks an epoch") }
    try run.restore(checkpoint)
    stopping = EarlyStopping(patience: settings.patience, checkpoint: checkpoint)
  }

  /// Trains through an epoch, or until patience is at its end.
  ///
  /// - Parameters:
  ///   - progress: Is called after every step; false cancels.
  ///   - keep: Is called after every step and epoch with what gives the state; may throw `cancelled`.
  package func train(
    through lastEpoch: Int, progress: (TrainingProgress) -> Bool,
    checkpoint keep: (() -> TrainingCheckpoint) throws(TrainingError) -> Void
  ) throws(TrainingError) {
    let clock = ContinuousClock()
    let began = clock.now
    var seen = 0
    while run.epoch <= min(lastEpoch, settings.epochs), !stopping.isOver {
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
  package var outcome: TrainingOutcome? {
    guard let kept = stopping.kept else { return nil }
    return TrainingOutcome(
      network: run.network(stopping.bestParameters), epochsRun: results.count, bestEpoch: kept.epoch,
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
      validationLoss: results.last?.validationLoss, rowsPerSecond: rowsPerSecond)
  }
}
