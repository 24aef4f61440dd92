/// Trains a network to classify and to defer, by a surrogate loss.
package struct Trainer: Sendable {
  /// Weights and biases at most; a worker's gradient of so many takes 1 GiB.
  private static let parameterLimit = 1 << 28

  /// How.
  package let settings: TrainingSettings

  /// Takes settings; `train` checks them.
  package init(settings: TrainingSettings) {
    self.settings = settings
  }

  /// Trains on rows with a true label; the others are passed over, as are missing expert labels.
  ///
  /// - Parameters:
  ///   - training: Indices of the rows to learn from.
  ///   - validation: Indices of the rows whose loss decides when to stop, if `patience` is set.
  ///   - warmStart: Where to start from; its layers, activation and scaler are kept.
  ///   - progress: Is called after every step; false cancels.
  /// - Throws: `TrainingError`.
  /// - Complexity: O(epochs · rows · parameters).
  package func train(
    _ examples: Examples, training: [Int], validation: [Int] = [], warmStart: Network? = nil,
    progress: (TrainingProgress) -> Bool = { _ in true }
  ) throws(TrainingError) -> TrainingOutcome {
    try settings.check()
    let rows = training.filter { examples.labels[$0] >= 0 }
    let validationRows = validation.filter { examples.labels[$0] >= 0 }
    guard !rows.isEmpty else { throw .noRows }
    let start = try startingNetwork(examples, rows: rows, warmStart: warmStart)
    let weights = try settings.classWeights.weights(examples, rows: rows)
    let run = TrainingRun(
      settings: settings, examples: examples, rows: rows, classWeights: weights, start: start)
    return try train(run, rows: rows.count, validation: validationRows, progress: progress)
  }

  private func train(
    _ run: TrainingRun, rows: Int, validation: [Int], progress: (TrainingProgress) -> Bool
  ) throws(TrainingError) -> TrainingOutcome {
    let clock = ContinuousClock()
    let began = clock.now
    var best: Checkpoint?
    var last: Checkpoint?
    for epoch in 1...settings.epochs {
      let loss = run.epoch { step, seen, loss in
        progress(
          TrainingProgress(
            epoch: epoch, epochs: settings.epochs, step: step, steps: run.steps, trainingLoss: loss,
            validationLoss: last?.validationLoss,
            rowsPerSecond: Double((epoch - 1) * rows + seen) / max((clock.now - began) / .seconds(1), 1e-9)))
      }
      guard let loss else { throw .cancelled }
      let validationLoss = validation.isEmpty ? nil : run.meanLoss(validation)
      guard loss.isFinite, validationLoss?.isFinite ?? true, run.isFinite else {
        throw .diverged(epoch: epoch)
      }
      let checkpoint = Checkpoint(epoch: epoch, trainingLoss: loss, validationLoss: validationLoss)
      last = checkpoint
      guard let patience = settings.patience, let validationLoss else { continue }
      if validationLoss < best?.validationLoss ?? .infinity {
        best = checkpoint.keeping(run.network)
      } else if epoch - (best?.epoch ?? 0) >= patience {
        break
      }
    }
    guard let last else { throw .noRows }
    let kept = best ?? last
    return TrainingOutcome(
      network: kept.network ?? run.network, epochsRun: last.epoch, bestEpoch: kept.epoch,
      trainingLoss: kept.trainingLoss, validationLoss: kept.validationLoss, trainingRows: rows,
      validationRows: validation.count)
  }

  private func startingNetwork(
    _ examples: Examples, rows: [Int], warmStart: Network?
  ) throws(TrainingError) -> Network {
    let inputs = examples.features.columns
    let outputs = settings.surrogate.outputs(
      classes: examples.classes.count, experts: examples.experts.count)
    if let warmStart {
      guard warmStart.inputs == inputs, warmStart.outputs == outputs else {
        throw .warmStartDoesNotFit(
          inputs: warmStart.inputs, outputs: warmStart.outputs, expectedInputs: inputs,
          expectedOutputs: outputs)
      }
      return warmStart
    }
    try checkSize(inputs: inputs, outputs: outputs)
    return Network(
      inputs: inputs, hidden: settings.hidden, outputs: outputs, activation: settings.activation,
      scaler: settings.standardize ? InputScaler(fitting: examples.features, rows: rows) : nil,
      seed: settings.seed)
  }

  /// Refuses networks whose gradients and moments would not fit the memory of usual machines.
  private func checkSize(inputs: Int, outputs: Int) throws(TrainingError) {
    let widths = [inputs] + settings.hidden + [outputs]
    let parameters = zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    guard parameters <= Self.parameterLimit else {
      throw .setting(
        name: "hidden",
        problem: "a network of at most \(Self.parameterLimit) parameters; these layers have \(parameters)")
    }
  }
}

/// The state after a whole epoch; the best one keeps its network.
private struct Checkpoint {
  let epoch: Int
  let trainingLoss: Double
  let validationLoss: Double?
  var network: Network?

  func keeping(_ network: Network) -> Checkpoint {
    var copy = self
    copy.network = network
    return copy
  }
}
