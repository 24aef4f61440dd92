/// A multilayer perceptron whose real outputs are a model's, in the order of `SurrogateName.outputs`.
package struct Network: Sendable, Equatable {
  /// The layers in order; the last is the head.
  package let layers: [DenseLayer]
  /// The nonlinearity between layers.
  package let activation: Activation
  /// What is applied to the features first, if anything.
  package let scaler: InputScaler?
  /// What turns a text into the first layer's input; nil where rows are features.
  package let embedding: TextEmbedding?

  /// The number of features of one row, or of a text's vector.
  package var inputs: Int { layers[0].inputs }
  /// The number of logits of one row.
  package var outputs: Int { layers[layers.count - 1].outputs }
  /// The widths of the hidden layers.
  package var hidden: [Int] { layers.dropLast().map(\.outputs) }
  /// The number of weights and biases, an embedding's among them.
  package var parameterCount: Int {
    layers.reduce(embedding?.weight.count ?? 0) { $0 + $1.weight.count + $1.bias.count }
  }

  /// Joins layers whose shapes chain and whose numbers are finite.
  ///
  /// - Throws: `NetworkError`, naming the layer.
  package init(
    layers: [DenseLayer], activation: Activation, scaler: InputScaler?, embedding: TextEmbedding? = nil
  ) throws(NetworkError) {
    guard let first = layers.first else { throw .noLayers }
    for index in layers.indices.dropFirst() where layers[index].inputs != layers[index - 1].outputs {
      throw .layersDoNotChain(
        layer: index, expected: layers[index - 1].outputs, found: layers[index].inputs)
    }
    for (index, layer) in layers.enumerated()
    where !layer.weight.allSatisfy(\.isFinite) || !layer.bias.allSatisfy(\.isFinite) {
      throw .notFinite(layer: index)
    }
    if let scaler { try Network.check(scaler, inputs: first.inputs) }
    if let embedding { try Network.check(embedding, inputs: first.inputs) }
    self.init(uncheckedLayers: layers, activation: activation, scaler: scaler, embedding: embedding)
  }

  init(
    uncheckedLayers layers: [DenseLayer], activation: Activation, scaler: InputScaler?,
    embedding: TextEmbedding?
  ) {
    self.layers = layers
    self.activation = activation
    self.scaler = scaler
    self.embedding = embedding
  }

  private static func check(_ embedding: TextEmbedding, inputs: Int) throws(NetworkError) {
    guard embedding.input.dimension == inputs else {
      throw .embeddingDoesNotFit(expected: inputs, found: embedding.input.dimension)
    }
    guard embedding.weight.allSatisfy(\.isFinite) else { throw .embeddingNotFinite }
  }

  private static func check(_ scaler: InputScaler, inputs: Int) throws(NetworkError) {
    guard scaler.mean.count == inputs else {
      throw .scalerDoesNotFit(expected: inputs, found: scaler.mean.count)
    }
    for index in 0..<inputs {
      guard scaler.mean[index].isFinite, scaler.scale[index].isFinite, scaler.scale[index] != 0 else {
        throw .scaleNotUsable(index: index)
      }
    }
  }
}
