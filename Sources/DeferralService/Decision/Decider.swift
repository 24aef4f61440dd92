import LearningToDefer

/// Decides batches of inputs with one model; its buffers are allocated once.
///
/// A decider belongs to one loop or thread and is never shared.
package final class Decider {
  /// Model that decides.
  package let model: ServingModel
  /// Inputs that one batch holds at most.
  package let capacity: Int
  private let forward: ForwardPass
  private let classProbabilities: UnsafeMutableBufferPointer<Double>
  private let expertCorrectness: UnsafeMutableBufferPointer<Double>
  private let scores: UnsafeMutableBufferPointer<Double>
  private var pools: PoolThresholds

  /// Creates a decider for batches of up to `capacity` inputs.
  package init(model: ServingModel, capacity: Int) {
    self.model = model
    self.capacity = capacity
    forward = ForwardPass(network: model.bundle.network, capacity: capacity)
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
    return UnsafeMutableBufferPointer(rebasing: forward.inputs[row * inputs..<(row + 1) * inputs])
  }

  /// Decides the first `rows` inputs in one pass through the network.
  ///
  /// - Parameters:
  ///   - options: what each row's request asked for.
  ///   - body: takes each row's decision, valid during the call.
  /// - Complexity: O(rows · weights), and O(J log J) a row for the set.
  package func decide(
    rows: Int, options: (Int) -> DecisionOptions, body: (Int, Decision) -> Void
  ) {
    let width = model.bundle.network.outputs
    let logits = forward.run(rows: rows)  // [rows, K + J]
    for row in 0..<rows {
      let rowLogits = UnsafeBufferPointer(rebasing: logits[row * width..<(row + 1) * width])
      body(row, decide(row, logits: rowLogits, options: options(row)))
    }
  }

  private func decide(_ row: Int, logits: UnsafeBufferPointer<Float>, options: DecisionOptions) -> Decision {
    let estimator = model.estimator
    estimator.classProbabilities(logits, into: classProbabilities)
    estimator.expertCorrectness(logits, into: expertCorrectness)
    estimator.conformalScores(logits, into: scores)
    let available = options.experts ?? model.everyone
    return Decision(
      model: model,
      maker: DecisionRule.decide(logits, classes: model.classes.count, available: available),
      predictedClass: estimator.predictedClass(logits),
      features: UnsafeBufferPointer(input(row)),
      logits: logits,
      classProbabilities: UnsafeBufferPointer(classProbabilities),
      expertCorrectness: UnsafeBufferPointer(expertCorrectness),
      conformalSet: pools.set(scores: UnsafeBufferPointer(scores), rule: options.rule, available: available))
  }
}
