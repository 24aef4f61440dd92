extension Network {
  /// Draws an untrained network; the same seed gives the same weights.
  ///
  /// Uniform weights: variance `2 / inputs` before relu and gelu (He et al. 2015), `2 / (inputs + outputs)` before
  /// tanh and the head (Glorot, Bengio 2010). Biases are zero.
  ///
  /// - Parameters:
  ///   - hidden: The widths of the hidden layers; empty for a linear model.
  ///   - seed: Where the random numbers start.
  package init(
    inputs: Int, hidden: [Int], outputs: Int, activation: Activation, scaler: InputScaler? = nil, seed: UInt64
  ) {
    precondition(scaler.map { $0.mean.count == inputs } ?? true, "the scaler has the network's inputs")
    var generator = SeededGenerator(seed: seed)
    let widths = [inputs] + hidden + [outputs]
    let layers = (1..<widths.count).map { index in
      DenseLayer(
        inputs: widths[index - 1], outputs: widths[index],
        activation: index == widths.count - 1 ? nil : activation, generator: &generator)
    }
    self.init(uncheckedLayers: layers, activation: activation, scaler: scaler)
  }
}

extension DenseLayer {
  fileprivate init(inputs: Int, outputs: Int, activation: Activation?, generator: inout SeededGenerator) {
    let variance: Float =
      switch activation {
      case .relu, .gelu: 2 / Float(inputs)
      case .tanh, nil: 2 / Float(inputs + outputs)
      }
    // A uniform distribution over [-b, b] has variance b² / 3.
    let bound = (3 * variance).squareRoot()
    let weight = (0..<inputs * outputs).map { _ in Float(generator.uniform() * 2 - 1) * bound }
    self.init(
      inputs: inputs, outputs: outputs, weight: weight, bias: [Float](repeating: 0, count: outputs))
  }
}
