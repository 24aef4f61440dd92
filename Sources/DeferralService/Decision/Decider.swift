import LearningToDefer

/// Decides batches of inputs with one model; its buffers are allocated once.
///
/// A decider belongs to one loop or thread and is never shared.
package final class Decider {
  /// Model that decides.
  package let model: ServingModel
  /// Inputs that one batch holds at most.
  package let capacity: Int
  private let pass: ModelPass
  private let classProbabilities: UnsafeMutableBufferPointer<Double>
  private let expertCorrectness: UnsafeMutableBufferPointer<Double>
  private let scores: UnsafeMutableBufferPointer<Double>
  private var pools: PoolThresholds

  /// Creates a decider for batches of up to `capacity` inputs.
  package init(model: ServingModel, capacity: Int) {
    self.model = model
    self.capacity = capacity
    pass = ModelPass(network: model.bundle.network, estimator: model.estimator, capacity: capacity)
    classProbabilities = .allocate(capacity: model.classes.count)
    expertCorrectness = .allocate(capacity: model.experts.count)
    scores = .allocate(capacity: model.experts.count)
    pools = PoolThresholds(model: model)
  }

  deinit {
    classProbabilities.deallocate()
    expertCorrectness.deallocate()
    scores.deallocate()
  }

  /// Buffer of one input of the next batch, `[d]`, for the caller to fill.
  package func input(_ row: Int) -> UnsafeMutableBufferPointer<Float> {
    let inputs = model.inputs
    return UnsafeMutableBufferPointer(rebasing: pass.inputs[row * inputs..<(row + 1) * inputs])
  }

  /// Reads a text, given as UTF-8, as one input of the next batch; for a model that takes texts.
  ///
  /// - Returns: limit that the text exceeds; nil for one that can be decided.
  package func readText(_ text: UnsafeBufferPointer<UInt8>, row: Int) -> TextLimit? {
    pass.readText(text, row: row)
  }

  /// Buffer of the class probabilities that come with one input, `[K]`; empty where the model takes none.
  package func classProbabilities(_ row: Int) -> UnsafeMutableBufferPointer<Float> {
    pass.classProbabilities(row)
  }

  /// Decides the first `rows` inputs in one pass through the network.
  ///
  /// - Parameters:
  ///   - options: what each row's request asked for.
  ///   - body: takes each row's decision, valid during the call; nil where the input overflows the network.
  /// - Complexity: O(rows · weights), and O(J log J) a row for the set.
  package func decide<Failure: Error>(
    rows: Int, options: (Int) -> DecisionOptions, body: (Int, Decision?) throws(Failure) -> Void
  ) throws(Failure) {
    let outputs = pass.run(rows: rows)  // [rows, estimator.width]
    var policy = model.policy
    if let regulator = model.regulator { policy.shift = regulator.shift }
    for row in 0..<rows {
      let logits = pass.row(row, of: outputs)
      try body(
        row, logits.allFinite ? decide(row, logits: logits, options: options(row), policy: policy) : nil)
    }
  }

  private func decide(
    _ row: Int, logits: UnsafeBufferPointer<Float>, options: DecisionOptions, policy: DecisionPolicy
  ) -> Decision {
    let estimator = model.estimator
    estimator.classProbabilities(logits, into: classProbabilities)
    estimator.expertCorrectness(logits, into: expertCorrectness)
    estimator.conformalScores(logits, into: scores)
    let available = options.experts ?? model.everyone
    let decision = policy.decide(logits, available: available)
    let maker = options.assigned ?? decision.maker
    var set =
      estimator.defers
      ? pools.set(scores: UnsafeBufferPointer(scores), rule: options.rule, available: available) : nil
    // The sets are calibrated on the inputs that are deferred without costs, budget and capacities; of the others nothing
    // is known.
    let isCalibrated = policy.defersAsCalibrated && options.assigned == nil
    if maker == .classifier || !isCalibrated { set?.guarantee = .none }
    return Decision(
      model: model,
      maker: maker,
      predictedClass: decision.answer,
      features: UnsafeBufferPointer(input(row)),
      logits: logits,
      classProbabilities: UnsafeBufferPointer(classProbabilities),
      expertCorrectness: UnsafeBufferPointer(expertCorrectness),
      conformalSet: set)
  }
}
