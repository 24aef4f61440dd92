import LearningToDefer
import Testing

private func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) -> TrainingSettings {
  var settings = TrainingSettings()
  settings.hidden = [16]
  settings.standardize = false
  settings.patience = nil
  settings.cosine = true
  settings.epochs = 3
  settings.batchSize = 32
  change(&settings)
  return settings
}

private func train(
  _ examples: Examples, _ settings: TrainingSettings, validation: [Int] = [], warmStart: Network? = nil
) throws -> TrainingOutcome {
  try Trainer(settings: settings).train(
    examples, training: Array(0..<examples.rows), validation: validation, warmStart: warmStart)
}

struct TrainerTests {
  @Test(arguments: Activation.allCases, SurrogateName.allCases)
  func `a step of plain descent follows the difference quotient of the loss`(
    activation: Activation, surrogate: SurrogateName
  ) throws {
    let examples = syntheticExamples(rows: 12, missing: 0.3)
    let start = Network(
      inputs: 5, hidden: [7, 6], outputs: surrogate.surrogate.outputs(classes: 3, experts: 2),
      activation: activation,
      scaler: InputScaler(fitting: examples.features, rows: Array(0..<12)), seed: 3)
    let plain = settings {
      $0.surrogate = surrogate
      $0.optimizer = .sgd(momentum: 0)
      $0.learningRate = 1
      $0.weightDecay = 0
      $0.cosine = false
      $0.epochs = 1
      $0.batchSize = 12
      $0.threads = 3
    }
    let moved = try train(examples, plain, warmStart: start).network
    for layer in start.layers.indices {
      for index in start.layers[layer].weight.indices {
        let expected = lossQuotient(start, examples, surrogate) { $0.layers[layer].weight[index] += $1 }
        let found = start.layers[layer].weight[index] - moved.layers[layer].weight[index]
        #expect(agree(Double(found), expected, relative: 1e-4, absolute: 2e-6))
      }
      for index in start.layers[layer].bias.indices {
        let expected = lossQuotient(start, examples, surrogate) { $0.layers[layer].bias[index] += $1 }
        let found = start.layers[layer].bias[index] - moved.layers[layer].bias[index]
        #expect(agree(Double(found), expected, relative: 1e-4, absolute: 2e-6))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5])
  func `the same seed and threads give the same bits`(threads: Int) throws {
    let examples = syntheticExamples(rows: 333, inputs: 19, missing: 0.5)
    let same = settings {
      $0.threads = threads
      $0.batchSize = 50
    }
    let first = try train(examples, same)
    #expect(try train(examples, same) == first)
    var other = same
    other.seed = 2
    #expect(try train(examples, other).network != first.network)
  }

  @Test func `the number of threads changes no more than rounding`() throws {
    let examples = syntheticExamples(rows: 300)
    let one = try train(examples, settings())
    let four = try train(examples, settings { $0.threads = 4 })
    for (a, b) in zip(one.network.layers, four.network.layers) {
      #expect(zip(a.weight, b.weight).allSatisfy { abs($0 - $1) < 1e-3 })
    }
  }

  @Test(arguments: [Optimizer.adam, .sgd(momentum: 0.9)], SurrogateName.allCases)
  func `the loss falls`(optimizer: Optimizer, surrogate: SurrogateName) throws {
    let examples = syntheticExamples(rows: 1000)
    let longer = settings {
      $0.optimizer = optimizer
      $0.surrogate = surrogate
      $0.epochs = 20
      $0.learningRate = 0.01
    }
    let first = try train(
      examples,
      settings {
        $0.surrogate = surrogate; $0.epochs = 1
      })
    #expect(try train(examples, longer).trainingLoss < 0.9 * first.trainingLoss)
  }

  @Test func `rows without a truth and labels that are missing teach nothing`() throws {
    let examples = syntheticExamples(rows: 200)
    var longer = syntheticExamples(rows: 260)
    for row in 200..<260 { longer.labels[row] = -1 }
    #expect(longer.labels[..<200] == examples.labels[...])
    let plain = try Trainer(settings: settings()).train(examples, training: Array(0..<200))
    let padded = try Trainer(settings: settings()).train(longer, training: Array(0..<260))
    #expect(padded == plain)
    #expect(padded.trainingRows == 200)

    var silent = examples
    for row in 0..<200 { silent.expertLabels[row * 2 + 1] = -1 }
    let still = settings { $0.weightDecay = 0 }
    let start = Network(inputs: 5, hidden: [16], outputs: 5, activation: .relu, seed: 1)
    let trained = try train(silent, still, warmStart: start).network
    #expect(trained.layers[1].weight[(4 * 16)...] == start.layers[1].weight[(4 * 16)...])
    #expect(trained.layers[1].weight[..<(4 * 16)] != start.layers[1].weight[..<(4 * 16)])
  }

  @Test func `patience ends a training and gives the best epoch's network`() throws {
    let examples = syntheticExamples(rows: 400)
    var validation = examples
    // Half of the rows with turned labels: what is learnt soon makes the validation loss worse.
    for row in 200..<400 { validation.labels[row] = (examples.labels[row] + 1) % 3 }
    let stopping = settings {
      $0.epochs = 200
      $0.patience = 2
      $0.learningRate = 0.01
      $0.cosine = false
    }
    let trainer = Trainer(settings: stopping)
    let outcome = try trainer.train(
      validation, training: Array(0..<200), validation: Array(200..<400))
    #expect(outcome.epochsRun == outcome.bestEpoch + 2)
    var again = stopping
    again.patience = nil
    again.epochs = outcome.bestEpoch
    let best = try Trainer(settings: again).train(
      validation, training: Array(0..<200), validation: Array(200..<400))
    #expect(best.network == outcome.network)
    #expect(best.validationLoss == outcome.validationLoss)
  }

  @Test func `a warm start goes on where the network stands`() throws {
    let examples = syntheticExamples(rows: 500)
    let first = try train(examples, settings { $0.epochs = 10 })
    let second = try train(examples, settings { $0.epochs = 1 }, warmStart: first.network)
    let cold = try train(examples, settings { $0.epochs = 1 })
    #expect(second.trainingLoss < cold.trainingLoss)
    #expect(throws: TrainingError.self) {
      try train(
        syntheticExamples(rows: 10, inputs: 6), settings(), warmStart: first.network)
    }
  }

  @Test func `progress counts steps and can cancel`() throws {
    let examples = syntheticExamples(rows: 100)
    var seen: [TrainingProgress] = []
    _ = try Trainer(settings: settings()).train(
      examples, training: Array(0..<80), validation: Array(80..<100)
    ) { progress in
      seen.append(progress)
      return true
    }
    #expect(seen.map(\.step) == Array(1...9))
    #expect(seen.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
    #expect(seen.allSatisfy { $0.steps == 9 && $0.rowsPerSecond > 0 })
    #expect(seen.map { $0.validationLoss == nil } == [true, true, true] + Array(repeating: false, count: 6))
    #expect(throws: TrainingError.cancelled) {
      try Trainer(settings: settings()).train(examples, training: Array(0..<80)) { $0.step < 4 }
    }
  }

  @Test func `what cannot be trained is refused`() {
    var examples = syntheticExamples(rows: 10)
    #expect(throws: TrainingError.noRows) { try Trainer(settings: settings()).train(examples, training: []) }
    let bad: [(inout TrainingSettings) -> Void] = [
      { $0.epochs = 0 }, { $0.batchSize = 0 }, { $0.threads = 0 }, { $0.learningRate = .nan },
      { $0.weightDecay = -1 }, { $0.hidden = [8, 0] }, { $0.optimizer = .sgd(momentum: 1) },
      { $0.patience = 0 }, { $0.warmUp = 1 }, { $0.clipNorm = 0 }, { $0.clipNorm = .nan },
      { $0.classWeights = .given(["class-0": 0]) }, { $0.classWeights = .given(["stranger": 1]) },
      // Their mean would overflow, and leave every row without weight.
      { $0.classWeights = .given(["class-0": 1e308, "class-1": 1e308]) },
    ]
    for change in bad {
      #expect(throws: TrainingError.self) { try train(examples, settings(change)) }
    }
    examples.labels = [Int32](repeating: -1, count: 10)
    #expect(throws: TrainingError.noRows) { try train(examples, settings()) }
  }

  @Test func `a training that diverges says so`() {
    let examples = syntheticExamples(rows: 200)
    let wild = settings {
      $0.optimizer = .sgd(momentum: 0.9)
      $0.learningRate = 1e30
      $0.epochs = 10
    }
    #expect(throws: TrainingError.self) { try train(examples, wild) }
  }
}
