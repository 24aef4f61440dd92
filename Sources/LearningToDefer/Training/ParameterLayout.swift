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
  /// Where the embedding's weights `[buckets, dimension]` start, behind all layers; the end where there are none.
  let embedding: Int
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
    embedding = count
    self.count = count + (network.embedding?.weight.count ?? 0)
  }

  /// Copies a network's parameters to their places.
  func flatten(_ network: Network, into parameters: UnsafeMutableBufferPointer<Float>) {
    for (place, layer) in zip(layers, network.layers) {
      _ = parameters[place.weight...].update(fromContentsOf: layer.parameters.elements)
    }
    if let weight = network.embedding?.weight {
      _ = parameters[embedding...].update(fromContentsOf: weight)
    }
  }

  /// Makes a network of the parameters as they are now, the rest as in `other`.
  func network(_ parameters: UnsafeMutableBufferPointer<Float>, like other: Network) -> Network {
    let dense = layers.map { layer in
      DenseLayer(inputs: layer.inputs, outputs: layer.outputs) {
        _ = $0.update(fromContentsOf: parameters[layer.weight..<layer.end])
      }
    }
    return Network(
      uncheckedLayers: dense, activation: other.activation, scaler: other.scaler,
      embedding: other.embedding.map {
        TextEmbedding(input: $0.input, weight: Array(parameters[embedding..<count]))
      })
  }
}
