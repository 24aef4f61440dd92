/// Where a network's weights and biases stand in one flat run of floats: layer by layer as `LayerParameters`.
struct ParameterLayout: Sendable {
  struct Layer: Sendable {
    let inputs, outputs: Int
    /// Where the weights start, Wᵀ `[inputs, outputs]` in panels.
    let weight: Int
    /// Where the biases start, filled up to whole panels.
    let bias: Int
    /// Where the layer ends.
    let end: Int
  }

  let layers: [Layer]
  let count: Int

  init(_ network: Network) {
    var count = 0
    layers = network.layers.map { layer in
      let start = count
      count += LayerParameters.count(inputs: layer.inputs, outputs: layer.outputs)
      let bias = LayerParameters.biasOffset(inputs: layer.inputs, outputs: layer.outputs)
      return Layer(
        inputs: layer.inputs, outputs: layer.outputs, weight: start, bias: start + bias, end: count)
    }
    self.count = count
  }

  /// Copies a network's parameters to their places.
  func flatten(_ network: Network, into parameters: UnsafeMutableBufferPointer<Float>) {
    for (place, layer) in zip(layers, network.layers) {
      _ = parameters[place.weight...].update(fromContentsOf: layer.parameters.elements)
    }
  }

  /// Makes a network of the parameters as they are now.
  func network(
    _ parameters: UnsafeMutableBufferPointer<Float>, activation: Activation, scaler: InputScaler?
  ) -> Network {
    let dense = layers.map { layer in
      DenseLayer(inputs: layer.inputs, outputs: layer.outputs) {
        _ = $0.update(fromContentsOf: parameters[layer.weight..<layer.end])
      }
    }
    return Network(uncheckedLayers: dense, activation: activation, scaler: scaler)
  }
}
