import LearningToDefer
import Testing

private let examples = syntheticExamples(rows: 260, missing: 0.3)
private let training = Array(0..<200)
private let validation = Array(200..<260)

private func trainer(_ change: (inout TrainingSettings) -> Void = { _ in }) -> Trainer {
  var settings = TrainingSettings()
  settings.hidden = [9]
  settings.epochs = 4
  settings.batchSize = 32
  settings.threads = 2
  settings.cosine = true
  settings.warmUp = 0.1
  change(&settings)
  return Trainer(settings: settings)
}

/// Trains until so many moments (steps and ends of epochs) have gone by.
private func interrupted(_ trainer: Trainer, after moments: Int, from start: TrainingCheckpoint? = nil) throws
  -> TrainingCheckpoint
{
  var state: TrainingCheckpoint?
  var seen = 0
  #expect(throws: TrainingError.cancelled) {
    try trainer.train(
      examples, training: training, validation: validation, resuming: start,
      checkpoint: { capture throws(TrainingError) in
        seen += 1
        guard seen == moments else { return }
        state = capture()
        throw .cancelled
      })
  }
  return try #require(state)
}

struct TrainingCheckpointTests {
  @Test(
    arguments: [
      { $0.optimizer = .adam }, { $0.optimizer = .sgd(momentum: 0.9) }, { $0.patience = nil },
      { $0.shuffleBlock = 3 }, { $0.clipNorm = 0.1 }, { $0.classWeights = .balanced },
      { $0.standardize = false },
    ] as [@Sendable (inout TrainingSettings) -> Void])
  func `an interrupted training goes on to the same bits`(change: @Sendable (inout TrainingSettings) -> Void)
    throws
  {
    let trainer = trainer(change)
    let whole = try trainer.train(examples, training: training, validation: validation)
    // Seven steps an epoch, then its end: amid the first epoch, at its end, amid the third, after everything.
    for moments in [1, 5, 7, 8, 9, 20, 31, 32] {
      let state = try interrupted(trainer, after: moments)
      let resumed = try trainer.train(
        examples, training: training, validation: validation, resuming: state)
      #expect(resumed == whole, "after \(moments)")
    }
  }

  @Test func `a training may be interrupted again and again`() throws {
    let trainer = trainer()
    let whole = try trainer.train(examples, training: training, validation: validation)
    var state: TrainingCheckpoint?
    for _ in 0..<10 { state = try interrupted(trainer, after: 3, from: state) }
    #expect(
      try trainer.train(examples, training: training, validation: validation, resuming: state) == whole)
  }

  @Test func `a resumed training keeps its patience and its best epoch`() throws {
    var turned = examples
    for row in validation { turned.labels[row] = (examples.labels[row] + 1) % 3 }
    let trainer = trainer {
      $0.epochs = 100
      $0.patience = 2
      $0.learningRate = 0.01
    }
    let whole = try trainer.train(turned, training: training, validation: validation)
    #expect(whole.epochsRun == whole.bestEpoch + 2 && whole.epochsRun < 100)
    var states: [TrainingCheckpoint] = []
    _ = try trainer.train(
      turned, training: training, validation: validation,
      checkpoint: { capture throws(TrainingError) in
        if capture().rowsSeen == 0 { states.append(capture()) }
      })
    #expect(states.count == whole.epochsRun)
    for state in states {
      #expect(
        try trainer.train(turned, training: training, validation: validation, resuming: state) == whole)
    }
  }

  @Test func `a training pauses after an epoch with what it has`() throws {
    let trainer = trainer()
    let whole = try trainer.train(examples, training: training, validation: validation)
    var state: TrainingCheckpoint?
    let loop = try trainer.begin(examples, training: training, validation: validation)
    #expect(loop.outcome == nil)
    try loop.train(through: 2) { _ in
      true
    } checkpoint: { capture throws(TrainingError) in
      state = capture()
    }
    let paused = try #require(loop.outcome)
    #expect(state == loop.checkpoint)
    #expect(paused.epochsRun == 2)
    #expect(state?.epoch == 3 && state?.rowsSeen == 0)
    #expect(
      try trainer.train(examples, training: training, validation: validation, resuming: state) == whole)
  }

  @Test func `a state of another training is refused`() throws {
    let state = try interrupted(trainer(), after: 10)
    let others = [
      trainer { $0.hidden = [10] }, trainer { $0.optimizer = .sgd(momentum: 0) },
      trainer { $0.batchSize = 33 },
      trainer { $0.epochs = 1 },
    ]
    for other in others {
      #expect(throws: TrainingError.self) {
        try other.train(examples, training: training, validation: validation, resuming: state)
      }
    }
  }

  @Test(
    arguments: [
      { $0.epoch = 1_000_000_000 }, { $0.epoch = 0 }, { $0.rowsSeen = -32 },
      { $0.scaler = InputScaler(mean: [0, 0], scale: [1, 1]) },
    ] as [@Sendable (inout TrainingCheckpoint) -> Void])
  func `a damaged state is refused`(damage: @Sendable (inout TrainingCheckpoint) -> Void) throws {
    let trainer = trainer { $0.standardize = true }
    var state = try interrupted(trainer, after: 10)
    damage(&state)
    #expect(throws: TrainingError.self) {
      try trainer.train(examples, training: training, validation: validation, resuming: state)
    }
  }

  @Test func `a state whose scaler is lost is refused`() throws {
    let trainer = trainer { $0.standardize = true }
    var state = try interrupted(trainer, after: 10)
    state.scaler = nil
    #expect(throws: TrainingError.checkpointDoesNotFit(problem: "its input scaler is another")) {
      try trainer.train(examples, training: training, validation: validation, resuming: state)
    }
  }
}
