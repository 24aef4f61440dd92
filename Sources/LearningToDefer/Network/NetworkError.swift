/// Layers that do not make a network.
package enum NetworkError: Error, Sendable, Equatable {
  /// There is no layer.
  case noLayers
  /// A layer takes a different number of inputs than the one before it gives.
  case layersDoNotChain(layer: Int, expected: Int, found: Int)
  /// The scaler has a different length than the first layer's input.
  case scalerDoesNotFit(expected: Int, found: Int)
  /// The scaler divides by zero or by something that is not a finite number.
  case scaleNotUsable(index: Int)
  /// A weight, bias or scaler value is not a finite number.
  case notFinite(layer: Int)
  /// The embedding's vectors have another length than the first layer's input.
  case embeddingDoesNotFit(expected: Int, found: Int)
  /// A number of the embedding is not finite.
  case embeddingNotFinite
}
