/// One training at work: parameters, workers and their buffers.
///
/// A batch is cut into one contiguous part a worker; their gradients are added in the workers' order, so the result
/// is the same bit for bit for one number of workers.
final class TrainingRun {
  let layout: ParameterLayout
  private let settings: TrainingSettings
  private let start: Network
  private let parameters: FloatBuffer
  private let optimizer: OptimizerState
  private let schedule: LearningRateSchedule
  private let clipping: GradientClipping?
  private let stepsPerEpoch: Int
  private let team: WorkerTeam
  private let passes: [GradientPass]
  private let embedding: EmbeddingTraining?
  private let features: FeatureTable
  private let orders: EpochOrders
  private var order: EpochOrder
  private var readAhead: ReadAhead
  private var lossSum = 0.0
  /// The epoch at work, from 1.
  private(set) var epoch = 1
  /// The rows seen in this epoch.
  private(set) var rowsSeen = 0
  /// The steps done, over all epochs.
  private(set) var step = 0

  /// The steps over all epochs.
  var steps: Int { schedule.steps }

  init(
    settings: TrainingSettings, examples: Examples, rows: [Int], inferred: InferredTruths?,
    classWeights: [Double]?, start: Network
  ) {
    self.settings = settings
    self.start = start
    let layout = ParameterLayout(start)
    let parameters = FloatBuffer(count: layout.count)
    layout.flatten(start, into: parameters.elements)
    self.layout = layout
    self.parameters = parameters
    optimizer = OptimizerState(
      settings.optimizer, weightDecay: settings.weightDecay, layout: layout)
    stepsPerEpoch = (rows.count + settings.batchSize - 1) / settings.batchSize
    schedule = LearningRateSchedule(
      rate: settings.learningRate, steps: settings.epochs * stepsPerEpoch, warmUp: settings.warmUp,
      cosine: settings.cosine)
    clipping = settings.clipNorm.map { GradientClipping(limit: $0, workers: settings.threads) }
    team = WorkerTeam(count: settings.threads)
    // A short batch is cut evenly too, so no part exceeds a full batch's.
    let capacity = (min(settings.batchSize, rows.count) + settings.threads - 1) / settings.threads
    let embedding = EmbeddingTraining(
      start, examples, parameters: UnsafePointer(parameters.elements.start), start: layout.embedding,
      workers: settings.threads, capacity: capacity)
    self.embedding = embedding
    passes = (0..<settings.threads).map { worker in
      GradientPass(
        examples: examples, inferred: inferred, network: start, layout: layout,
        surrogate: settings.surrogate.surrogate,
        classWeights: classWeights?.map { Float($0) }, parameters: UnsafePointer(parameters.elements.start),
        embedding: embedding?.passes[worker], capacity: capacity)
    }
    features = examples.features
    orders = EpochOrders(
      rows: rows, seed: settings.seed, blocks: settings.shuffleBlock.map(BlockShuffle.init(blockRows:)))
    order = orders.order(epoch: 1)
    readAhead = ReadAhead(features, order)
  }

  /// The parameters as they are now, in the order of the layout.
  var parameterValues: [Float] { Array(parameters.elements) }

  /// Whether every parameter is a finite number.
  var isFinite: Bool { parameters.elements.allSatisfy(\.isFinite) }

  /// The mean loss of the rows seen in this epoch.
  var meanLoss: Double { lossSum / Double(rowsSeen) }

  /// The network with these parameters; nil takes them as they are now.
  func network(_ values: [Float]?) -> Network {
    guard var values else {
      return layout.network(parameters.elements, like: start)
    }
    return values.withUnsafeMutableBufferPointer { layout.network($0, like: start) }
  }

  /// The mean loss of rows that are not trained on.
  func meanLoss(_ rows: [Int]) -> Double {
    team.run { [self] worker in passes[worker].computeLoss(rows[part(worker, of: rows.indices)]) }
    return passes.reduce(0) { $0 + $1.loss } / Double(rows.count)
  }

  /// Starts over with the rows, in a new random order.
  func beginNextEpoch() { begin(epoch: epoch + 1, rowsSeen: 0, lossSum: 0) }

  /// Takes a step on the next batch.
  ///
  /// - Returns: The rows of the batch.
  func takeStep() -> Int {
    readAhead.reach(rowsSeen)
    let batch = order.rows[rowsSeen..<min(rowsSeen + settings.batchSize, order.rows.count)]
    lossSum += takeStep(batch)
    rowsSeen += batch.count
    if rowsSeen == order.rows.count { readAhead.finish() }
    return batch.count
  }

  /// The state now, but for early stopping's.
  var checkpoint: TrainingCheckpoint {
    let moments = optimizer.moments
    return TrainingCheckpoint(
      parameters: parameterValues, firstMoments: moments.first, secondMoments: moments.second,
      scaler: start.scaler, epoch: epoch, rowsSeen: rowsSeen, lossSum: lossSum, results: [],
      bestParameters: nil)
  }

  /// Goes back to a state, whose scaler the network has.
  ///
  /// - Throws: `TrainingError.checkpointDoesNotFit`.
  func restore(_ state: TrainingCheckpoint) throws(TrainingError) {
    let moments = optimizer.moments
    guard state.parameters.count == layout.count, state.firstMoments.count == moments.first.count,
      state.secondMoments.count == moments.second.count,
      (state.bestParameters?.count ?? layout.count) == layout.count
    else { throw .checkpointDoesNotFit(problem: "its network or its optimizer is another") }
    guard state.rowsSeen >= 0,
      state.rowsSeen == order.rows.count || state.rowsSeen % settings.batchSize == 0,
      state.rowsSeen <= order.rows.count, state.epoch <= settings.epochs || state.rowsSeen == 0
    else { throw .checkpointDoesNotFit(problem: "it has another number of epochs or rows") }
    _ = parameters.elements.update(fromContentsOf: state.parameters)
    optimizer.moments = (state.firstMoments, state.secondMoments)
    begin(epoch: state.epoch, rowsSeen: state.rowsSeen, lossSum: state.lossSum)
  }

  private func begin(epoch: Int, rowsSeen: Int, lossSum: Double) {
    (self.epoch, self.rowsSeen, self.lossSum) = (epoch, rowsSeen, lossSum)
    step = (epoch - 1) * stepsPerEpoch + (rowsSeen + settings.batchSize - 1) / settings.batchSize
    guard epoch <= settings.epochs else { return }
    order = orders.order(epoch: epoch)
    readAhead = ReadAhead(features, order)
  }

  private func takeStep(_ batch: ArraySlice<Int>) -> Double {
    let rate = schedule.rate(of: step)
    step += 1
    team.run { [self] worker in
      passes[worker].computeGradient(
        batch[part(worker, of: batch.indices)], scale: 1 / Float(batch.count))
    }
    team.run { [self] worker in
      let own = part(worker, of: 0..<layout.embedding)
      sumGradients(own)
      guard let clipping else { return move(own, worker: worker, rate: rate) }
      clipping.measure(gradient + own.lowerBound, count: own.count, worker: worker)
      if let embedding { clipping.add(embedding.squaredNorm(worker: worker), worker: worker) }
    }
    if let factor = clipping?.factor {
      team.run { [self] worker in
        let own = part(worker, of: 0..<layout.embedding)
        GradientClipping.scale(gradient + own.lowerBound, count: own.count, by: factor)
        move(own, worker: worker, rate: rate, clippedBy: factor)
      }
    }
    return passes.reduce(0) { $0 + $1.loss }
  }

  /// The workers' gradients summed, once they are.
  private var gradient: UnsafeMutablePointer<Float> { passes[0].gradient.elements.start }

  private func sumGradients(_ own: Range<Int>) {
    for pass in passes.dropFirst() {
      Kernels.accumulate(
        pass.gradient.elements.start + own.lowerBound, into: gradient + own.lowerBound, count: own.count)
    }
  }

  private func move(_ own: Range<Int>, worker: Int, rate: Double, clippedBy factor: Float = 1) {
    optimizer.step(step, rate: rate, range: own, gradient: gradient, parameters: parameters.elements.start)
    guard let embedding else { return }
    let embeddingRate = rate / settings.learningRate * settings.embeddingRate
    embedding.forEachBucket(worker: worker) { range, sum in
      GradientClipping.scale(sum, count: range.count, by: factor)
      optimizer.embeddingStep(
        rate: embeddingRate, range: range, gradient: sum, parameters: parameters.elements.start)
    }
  }

  private func part(_ worker: Int, of range: Range<Int>) -> Range<Int> {
    let cut = { (index: Int) in range.lowerBound + range.count * index / self.passes.count }
    return cut(worker)..<cut(worker + 1)
  }
}
