import LearningToDefer
import Testing

private func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) throws -> TrainingSettings {
  var settings = TrainingSettings()
  settings.hidden = [8]
  settings.text = try .small()
  settings.patience = nil
  settings.epochs = 3
  settings.batchSize = 32
  change(&settings)
  return settings
}

private func train(
  _ examples: Examples, _ settings: TrainingSettings, warmStart: Network? = nil
) throws -> TrainingOutcome {
  try Trainer(settings: settings).train(
    examples, training: Array(0..<examples.rows), warmStart: warmStart)
}

/// The mean loss in float64, with one number of the embedding moved.
private func referenceLoss(_ network: Network, _ examples: Examples, moved place: Int, by step: Double) throws
  -> Double
{
  let embedding = try #require(network.embedding)
  let dimension = embedding.input.dimension
  let texts = try #require(examples.texts)
  let reference = ReferenceNetwork(network)
  return (0..<examples.rows).reduce(0.0) { sum, row in
    let text = texts.withText(row) { String(decoding: $0, as: UTF8.self) }
    let buckets = referenceBuckets(text, embedding.input)
    let x = (0..<dimension).map { column in
      buckets.reduce(0.0) { sum, bucket in
        let index = Int(bucket) * dimension + column
        return sum + Double(embedding.weight[index]) + (index == place ? step : 0)
      } / Double(max(buckets.count, 1))
    }
    let correct = examples.experts.indices.map { Int(examples.correctness(row: row, expert: $0)) }
    return sum
      + LearningToDeferTests.referenceLoss(
        .oneVsAll, logits: reference.logits(vector: x), label: Int(examples.labels[row]), correct: correct)
  } / Double(examples.rows)
}

struct EmbeddingTrainingTests {
  private func plain(threads: Int, clipNorm: Double? = nil) throws -> TrainingSettings {
    try settings {
      $0.optimizer = .sgd(momentum: 0)
      $0.learningRate = 1
      $0.embeddingRate = 1
      $0.weightDecay = 0
      $0.epochs = 1
      $0.batchSize = 12
      $0.threads = threads
      $0.clipNorm = clipNorm
    }
  }

  private func start(activation: Activation = .tanh) throws -> Network {
    let input = try TextInput.small()
    let network = Network(
      inputs: 4, hidden: [7], outputs: 5, activation: activation, text: input, seed: 3)
    // Vectors of the size that they have once trained, so that differences show.
    return try Network(
      layers: network.layers, activation: activation, scaler: nil,
      embedding: TextEmbedding(input: input, weight: randomFloats(97 * 4, seed: 8)))
  }

  @Test(arguments: [1, 2, 3, 5])
  func `the embedding's gradient follows the difference quotient of the loss`(threads: Int) throws {
    var examples = syntheticTexts(rows: 11)
    // A text without n-grams moves nothing; one word makes few, so that its part is large.
    examples = examples.replacing(texts: ["", "Word0x1"] + examples.strings.dropFirst(2))
    let start = try start()
    let moved = try train(examples, plain(threads: threads), warmStart: start).network
    let (before, after) = (try #require(start.embedding).weight, try #require(moved.embedding).weight)
    for index in before.indices {
      let up = try referenceLoss(start, examples, moved: index, by: 1e-5)
      let down = try referenceLoss(start, examples, moved: index, by: -1e-5)
      #expect(agree(Double(before[index] - after[index]), (up - down) / 2e-5, relative: 1e-3, absolute: 1e-6))
    }
  }

  @Test(arguments: [Optimizer.adam, .sgd(momentum: 0.9)])
  func `buckets that no text has stay as they are`(optimizer: Optimizer) throws {
    let examples = syntheticTexts(rows: 40)
    let wide = try TextInput.small(buckets: 5000)
    let some = try settings {
      $0.text = wide
      $0.optimizer = optimizer
    }
    let trained = try #require(try train(examples, some).network.embedding)
    let untrained = Network(
      inputs: 4, hidden: [8], outputs: 5, activation: .relu, text: trained.input, seed: some.seed
    ).embedding
    let touched = Set(examples.strings.flatMap { referenceBuckets($0, trained.input) })
    #expect(touched.count < 2000)
    for bucket in 0..<5000 {
      let own = bucket * 4..<(bucket + 1) * 4
      #expect((trained.weight[own] == untrained?.weight[own]) == !touched.contains(UInt32(bucket)))
    }
  }

  @Test(arguments: [1, 2, 3])
  func `the same seed and threads give the same bits`(threads: Int) throws {
    let examples = syntheticTexts(rows: 150)
    let same = try settings {
      $0.threads = threads
      $0.clipNorm = 0.5
    }
    #expect(try train(examples, same) == train(examples, same))
  }

  @Test func `a clipped gradient is shortened as a whole, the embedding's part with the layers'`() throws {
    let examples = syntheticTexts(rows: 12)
    let start = try start()
    let gradient = { (clipNorm: Double?) in
      let moved = try train(examples, plain(threads: 2, clipNorm: clipNorm), warmStart: start).network
      return zip(start.flattened, moved.flattened).map { Double($0) - Double($1) }
    }
    let free = try gradient(nil)
    let norm = free.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(try zip(free, gradient(norm / 4)).allSatisfy { abs($0 / 4 - $1) < 1e-6 })
    #expect(try gradient(norm * 1.01) == free)
  }

  @Test func `what texts tell is learnt, and a warm start goes on`() throws {
    let examples = syntheticTexts(rows: 600)
    let longer = try settings { $0.epochs = 10 }
    let outcome = try train(examples, longer)
    #expect(outcome.network.scaler == nil)
    let fresh = syntheticTexts(rows: 300, seed: 8)
    let evaluation = Evaluation(
      network: outcome.network, surrogate: .oneVsAll, conformal: nil, examples: fresh, rows: Array(0..<300),
      alpha: 0.1)
    #expect(try #require(evaluation.classifierAccuracy) > 0.95)
    let once = try settings { $0.epochs = 1 }
    #expect(
      try train(examples, once, warmStart: outcome.network).trainingLoss < train(examples, once).trainingLoss)
  }

  @Test func `an interrupted training goes on to the same bits`() throws {
    let examples = syntheticTexts(rows: 120)
    let trainer = Trainer(settings: try settings { $0.patience = 2 })
    let (training, validation) = (Array(0..<100), Array(100..<120))
    let whole = try trainer.train(examples, training: training, validation: validation)
    for moments in [1, 5, 8] {
      var state: TrainingCheckpoint?
      var seen = 0
      #expect(throws: TrainingError.cancelled) {
        try trainer.train(examples, training: training, validation: validation) { _ in
          true
        } checkpoint: { capture throws(TrainingError) in
          seen += 1
          guard seen == moments else { return }
          state = capture()
          throw .cancelled
        }
      }
      let resumed = try trainer.train(examples, training: training, validation: validation, resuming: state)
      #expect(resumed == whole, "after \(moments)")
    }
  }

  @Test func `an expert added or removed leaves the embedding as it is`() throws {
    let network = try start()
    #expect(network.appendingOutput(1).embedding == network.embedding)
    #expect(network.removingOutput(4).embedding == network.embedding)
  }

  @Test func `rows of another kind than the network's, and texts beyond a limit, are refused`() throws {
    let texts = syntheticTexts(rows: 20)
    let network = Network(inputs: 4, hidden: [8], outputs: 5, activation: .relu, seed: 1)
    #expect(throws: TrainingError.warmStartTakesOtherRows) {
      try train(texts, settings(), warmStart: network)
    }
    #expect(throws: TrainingError.warmStartTakesOtherRows) {
      try train(syntheticExamples(rows: 20, inputs: 4), settings(), warmStart: start())
    }
    let long = String(repeating: "x", count: TextInput.byteLimit + 1)
    let longer = texts.replacing(texts: texts.strings.dropLast() + [long])
    #expect(throws: TrainingError.text(row: 19, limit: .bytes(long.utf8.count))) {
      try train(longer, settings())
    }
  }
}

extension Examples {
  fileprivate var strings: [String] {
    guard let texts else { return [] }
    return (0..<texts.rows).map { texts.withText($0) { String(decoding: $0, as: UTF8.self) } }
  }

  fileprivate func replacing(texts: [String]) -> Examples {
    Examples(
      classes: classes, experts: experts, input: .texts(TextTable(texts)), labels: labels,
      expertLabels: expertLabels)
  }
}

extension Network {
  fileprivate var flattened: [Float] { layers.flatMap { $0.weight + $0.bias } + (embedding?.weight ?? []) }
}
