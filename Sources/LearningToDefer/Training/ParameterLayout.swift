/// Where a network's weights and biases stand in one flat run of floats.
struct ParameterLayout: Sendable {
  struct Layer: Sendable {
    let inputs, outputs: Int
    /// Where the weights `[outputs, inputs]` start.
    let weight: Int
    /// Where the biases `[outputs]` start.
    let bias: Int
  }

  let layers: [Layer]
  let count: Int

  init(_ network: Network) {
    var count = 0
    layers = network.layers.map { layer in
      let start = count
      count += layer.weight.count + layer.bias.count
      return Layer(
        inputs: layer.inputs, outputs: layer.outputs, weight: start, bias: start + layer.weight.count)
    }
    self.count = count
  }

  /// Copies a network's parameters to their places.
  func flatten(_ network: Network, into parameters: UnsafeMutableBufferPointer<Float>) {
    for (place, layer) in zip(layers, network.layers) {
      _ = parameters[place.weight...].update(fromContentsOf: layer.weight)
      _ = parameters[place.bias...].update(fromContentsOf: layer.bias)
    }
  }

  /// Makes a network of the parameters as they are now.
  func network(
    _ parameters: UnsafeMutableBufferPointer<Float>, activation: Activation, scaler: InputScaler?
  ) -> Network {
    let dense = layers.map { layer in
      DenseLayer(
        inputs: layer.inputs, outputs: layer.outputs, weight: Array(parameters[layer.weight..<layer.bias]),
        bias: Array(parameters[layer.bias..<layer.bias + layer.outputs]))
    }
    return Network(uncheckedLayers: dense, activation: activation, scaler: scaler)
  }
}
