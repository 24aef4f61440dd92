/// A forward pass whose rows are what the model's estimator reads; one for each thread or loop.
///
/// For most models these are the network's outputs themselves. A rejector's rows begin with the class probabilities
/// that came with the input. Allocates nothing in `run`.
package final class ModelPass {
  /// The reader of the rows.
  package let estimator: CorrectnessEstimator

  private let forward: ForwardPass
  /// Turns texts into rows of `inputs`; nil for a model of features.
  private let encoder: TextEncoder?
  /// A rejector's rows `[capacity, K + J]`; nil where the network gives whole rows.
  private let joined: FloatBuffer?

  /// Allocates the buffers for up to `capacity` rows.
  package init(network: Network, estimator: CorrectnessEstimator, capacity: Int) {
    precondition(network.outputs == estimator.outputs, "the network has the outputs of its surrogate")
    self.estimator = estimator
    forward = ForwardPass(network: network, capacity: capacity)
    encoder = network.embedding.map { TextEncoder($0) }
    joined =
      estimator.takesClassProbabilities ? FloatBuffer(count: capacity * estimator.width) : nil
  }

  /// The number of rows it takes at most.
  package var capacity: Int { forward.capacity }

  /// Where the caller writes raw rows, `[capacity, d]`.
  package var inputs: UnsafeMutableBufferPointer<Float> { forward.inputs }

  /// Reads a text, given as UTF-8, into a row of `inputs`; for a model that takes texts.
  ///
  /// - Returns: The limit that the text exceeds; nil for a text that was read whole.
  @discardableResult
  package func readText(_ text: UnsafeBufferPointer<UInt8>, row: Int) -> TextLimit? {
    guard let encoder else { preconditionFailure("the model takes texts") }
    precondition(row >= 0 && row < capacity, "rows fit the capacity")
    let width = inputs.count / capacity
    return encoder.encode(
      text, into: UnsafeMutableBufferPointer(rebasing: inputs[row * width..<(row + 1) * width]))
  }

  /// Where the caller writes the class probabilities that came with a row, `[K]`; empty where none are taken.
  package func classProbabilities(_ row: Int) -> UnsafeMutableBufferPointer<Float> {
    guard let joined else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    precondition(row >= 0 && row < capacity, "rows fit the capacity")
    let start = row * estimator.width
    return UnsafeMutableBufferPointer(rebasing: joined.elements[start..<start + estimator.classes])
  }

  /// Computes the outputs of the first `rows` rows of `inputs`.
  ///
  /// - Returns: Rows `[rows, estimator.width]`, valid until the next run.
  /// - Complexity: O(rows · parameters).
  package func run(rows: Int) -> UnsafeBufferPointer<Float> {
    let outputs = join(forward.run(rows: rows), rows: rows)
    guard !estimator.priors.isEmpty else { return outputs }
    // The memory is this pass's own and is written anew by every run.
    let own = UnsafeMutableBufferPointer(mutating: outputs)
    let width = estimator.width
    for row in 0..<rows {
      estimator.writePriors(into: UnsafeMutableBufferPointer(rebasing: own[row * width..<(row + 1) * width]))
    }
    return outputs
  }

  private func join(_ outputs: UnsafeBufferPointer<Float>, rows: Int) -> UnsafeBufferPointer<Float> {
    guard let joined, let source = outputs.baseAddress else { return outputs }
    let width = estimator.width
    for row in 0..<rows {
      let experts = joined.elements.start + (row * width + estimator.classes)
      experts.update(from: source + row * estimator.experts, count: estimator.experts)
    }
    return UnsafeBufferPointer(start: joined.elements.baseAddress, count: rows * width)
  }

  /// Computes the outputs of some rows of `examples`, in their order.
  ///
  /// - Returns: Rows `[indices, estimator.width]`, valid until the next run.
  package func run(
    _ indices: some Collection<Int>, of examples: Examples
  ) -> UnsafeBufferPointer<Float> {
    if let texts = examples.texts {
      for (place, index) in indices.enumerated() {
        texts.withText(index) { _ = readText($0, row: place) }
      }
    } else {
      examples.features.gather(indices, into: inputs)
    }
    if joined != nil {
      for (place, index) in indices.enumerated() {
        examples.copyClassProbabilities(of: index, into: classProbabilities(place))
      }
    }
    return run(rows: indices.count)
  }

  /// One row of what `run` returned, `[estimator.width]`.
  package func row(_ place: Int, of rows: UnsafeBufferPointer<Float>) -> UnsafeBufferPointer<Float> {
    let width = estimator.width
    return UnsafeBufferPointer(rebasing: rows[place * width..<(place + 1) * width])
  }
}
