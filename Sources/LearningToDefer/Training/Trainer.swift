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
  /// With `inferTruth` set, training rows without one whose truth can be inferred are trained on as well.
  ///
  /// - Parameters:
  ///   - training: Indices of the rows to learn from.
  ///   - validation: Indices of the rows whose loss decides when to stop, if `patience` is set.
  ///   - warmStart: Where to start from; its layers, activation and scaler are kept.
  ///   - resume: The state to go on from, of a training with the same settings, examples and rows.
  ///   - progress: Is called after every step; false cancels.
  ///   - checkpoint: Is called after every step and epoch with what gives the state; may throw `cancelled`.
  /// - Throws: `TrainingError`.
  /// - Complexity: O(epochs · rows · parameters).
  package func train(
    _ examples: Examples, training: [Int], validation: [Int] = [], warmStart: Network? = nil,
    resuming resume: TrainingCheckpoint? = nil, progress: (TrainingProgress) -> Bool = { _ in true },
    checkpoint: (() -> TrainingCheckpoint) throws(TrainingError) -> Void = { _ throws(TrainingError) in }
  ) throws(TrainingError) -> TrainingOutcome {
    let loop = try begin(
      examples, training: training, validation: validation, warmStart: warmStart, resuming: resume)
    try loop.train(through: settings.epochs, progress: progress, checkpoint: checkpoint)
    guard let outcome = loop.outcome else { throw .noRows }
    return outcome
  }

  /// Prepares what `train` does, for a caller that pauses it.
  ///
  /// - Throws: `TrainingError`.
  package func begin(
    _ examples: Examples, training: [Int], validation: [Int] = [], warmStart: Network? = nil,
    resuming resume: TrainingCheckpoint? = nil
  ) throws(TrainingError) -> TrainingLoop {
    try settings.check()
    let labelled = training.filter { examples.labels[$0] >= 0 }
    guard !labelled.isEmpty else { throw .noRows }
    try checkTexts(examples, warmStart?.embedding?.input ?? settings.text)
    let inferred = settings.inferTruth.map { InferredTruths(examples, rows: training, threshold: $0) }
    let rows =
      inferred.map { truths in
        training.filter { examples.labels[$0] >= 0 || truths[$0] != nil }
      } ?? labelled
    let start = try startingNetwork(examples, rows: rows, warmStart: warmStart, resume: resume)
    let weights = try settings.classWeights.weights(examples, rows: labelled)
    let run = TrainingRun(
      settings: settings, examples: examples, rows: rows, inferred: inferred, classWeights: weights,
      start: start)
    let loop = TrainingLoop(
      run, settings: settings, rows: rows.count, inferredRows: rows.count - labelled.count,
      validation: validation.filter { examples.labels[$0] >= 0 })
    if let resume { try loop.restore(resume) }
    return loop
  }

  private func startingNetwork(
    _ examples: Examples, rows: [Int], warmStart: Network?, resume: TrainingCheckpoint?
  ) throws(TrainingError) -> Network {
    let text = examples.texts == nil ? nil : settings.text
    let inputs = text?.dimension ?? examples.features.columns
    let outputs = settings.surrogate.surrogate.outputs(
      classes: examples.classes.count, experts: examples.experts.count)
    if let warmStart {
      guard (warmStart.embedding == nil) == (text == nil) else { throw .warmStartTakesOtherRows }
      guard text != nil || warmStart.inputs == inputs, warmStart.outputs == outputs else {
        throw .warmStartDoesNotFit(
          inputs: warmStart.inputs, outputs: warmStart.outputs, expectedInputs: inputs,
          expectedOutputs: outputs)
      }
      return warmStart
    }
    try checkSize(inputs: inputs, outputs: outputs)
    if let resume,
      (resume.scaler != nil) != (settings.standardize && text == nil)
        || resume.scaler.map({ $0.mean.count != inputs }) ?? false
    {
      throw .checkpointDoesNotFit(problem: "its input scaler is another")
    }
    return Network(
      inputs: inputs, hidden: settings.hidden, outputs: outputs, activation: settings.activation,
      scaler: resume == nil ? scaler(examples, rows: rows) : resume?.scaler, text: text,
      seed: settings.seed)
  }

  /// Texts' vectors change with every step, so none is fitted to them.
  private func scaler(_ examples: Examples, rows: [Int]) -> InputScaler? {
    guard settings.standardize, examples.texts == nil else { return nil }
    return InputScaler(fitting: examples.features, rows: rows)
  }

  private func checkTexts(_ examples: Examples, _ input: TextInput) throws(TrainingError) {
    guard let beyond = examples.texts?.firstBeyondLimit(of: input) else { return }
    throw .text(row: beyond.row, limit: beyond.limit)
  }

  /// Refuses networks whose gradients and moments would not fit the memory of usual machines.
  private func checkSize(inputs: Int, outputs: Int) throws(TrainingError) {
    let widths = [inputs] + settings.hidden + [outputs]
    let parameters = zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    guard parameters <= Self.parameterLimit else {
      throw .setting(
        name: "hidden",
        problem:
          "must make a network of at most \(Self.parameterLimit) parameters; these layers have \(parameters)")
    }
  }
}
