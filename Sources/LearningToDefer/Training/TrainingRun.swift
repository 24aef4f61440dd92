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
  private let team: WorkerTeam
  private let passes: [GradientPass]
  private var generator: SeededGenerator
  private var order: [Int]
  private var step = 0

  /// The steps over all epochs.
  var steps: Int { schedule.steps }

  init(
    settings: TrainingSettings, examples: Examples, rows: [Int], classWeights: [Double]?, start: Network
  ) {
    self.settings = settings
    self.start = start
    let layout = ParameterLayout(start)
    let parameters = FloatBuffer(count: layout.count)
    layout.flatten(start, into: parameters.elements)
    self.layout = layout
    self.parameters = parameters
    optimizer = OptimizerState(
      settings.optimizer, weightDecay: settings.weightDecay, count: layout.count)
    let stepsPerEpoch = (rows.count + settings.batchSize - 1) / settings.batchSize
    schedule = LearningRateSchedule(
      rate: settings.learningRate, steps: settings.epochs * stepsPerEpoch, warmUp: settings.warmUp,
      cosine: settings.cosine)
    clipping = settings.clipNorm.map { GradientClipping(limit: $0, workers: settings.threads) }
    team = WorkerTeam(count: settings.threads)
    // A short batch is cut evenly too, so no part exceeds a full batch's.
    let capacity = (min(settings.batchSize, rows.count) + settings.threads - 1) / settings.threads
    passes = (0..<settings.threads).map { _ in
      GradientPass(
        examples: examples, network: start, layout: layout, surrogate: settings.surrogate.surrogate,
        classWeights: classWeights?.map { Float($0) }, parameters: UnsafePointer(parameters.elements.start),
        capacity: capacity)
    }
    // Another stream than the initial weights'.
    generator = SeededGenerator(seed: settings.seed ^ 0x7368_7566_666c_6500)
    order = rows
  }

  /// The network with the parameters as they are now.
  var network: Network {
    layout.network(parameters.elements, activation: start.activation, scaler: start.scaler)
  }

  /// Whether every parameter is a finite number.
  var isFinite: Bool { parameters.elements.allSatisfy(\.isFinite) }

  /// Sees every row once, in a new random order.
  ///
  /// - Parameter report: Is given the steps done, the rows seen and their mean loss; false stops.
  /// - Returns: The mean loss; nil if stopped.
  func epoch(report: (_ step: Int, _ rows: Int, _ loss: Double) -> Bool) -> Double? {
    generator.shuffle(&order)
    var loss = 0.0
    for first in stride(from: 0, to: order.count, by: settings.batchSize) {
      let end = min(first + settings.batchSize, order.count)
      loss += takeStep(order[first..<end])
      guard report(step, end, loss / Double(end)) else { return nil }
    }
    return loss / Double(order.count)
  }

  /// The mean loss of rows that are not trained on.
  func meanLoss(_ rows: [Int]) -> Double {
    team.run { [self] worker in passes[worker].computeLoss(rows[part(worker, of: rows.indices)]) }
    return passes.reduce(0) { $0 + $1.loss } / Double(rows.count)
  }

  private func takeStep(_ batch: ArraySlice<Int>) -> Double {
    let rate = schedule.rate(of: step)
    step += 1
    team.run { [self] worker in
      passes[worker].computeGradient(
        batch[part(worker, of: batch.indices)], scale: 1 / Float(batch.count))
    }
    team.run { [self] worker in
      let own = part(worker, of: 0..<layout.count)
      sumGradients(own)
      guard let clipping else { return move(own, rate: rate) }
      clipping.measure(gradient + own.lowerBound, count: own.count, worker: worker)
    }
    if let factor = clipping?.factor {
      team.run { [self] worker in
        let own = part(worker, of: 0..<layout.count)
        GradientClipping.scale(gradient + own.lowerBound, count: own.count, by: factor)
        move(own, rate: rate)
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

  private func move(_ own: Range<Int>, rate: Double) {
    optimizer.step(step, rate: rate, range: own, gradient: gradient, parameters: parameters.elements.start)
  }

  private func part(_ worker: Int, of range: Range<Int>) -> Range<Int> {
    let cut = { (index: Int) in range.lowerBound + range.count * index / self.passes.count }
    return cut(worker)..<cut(worker + 1)
  }
}
