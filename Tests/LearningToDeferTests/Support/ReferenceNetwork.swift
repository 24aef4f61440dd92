import Foundation
import LearningToDefer

/// A multilayer perceptron in plain float64, written from the formulas: the oracle of the fast one.
struct ReferenceNetwork {
  var layers: [(weight: [Double], bias: [Double])]
  let activation: Activation
  let scaler: InputScaler?

  init(_ network: Network) {
    layers = network.layers.map { ($0.weight.map(Double.init), $0.bias.map(Double.init)) }
    activation = network.activation
    scaler = network.scaler
  }

  func logits(_ features: [Float]) -> [Double] {
    var x = features.map(Double.init)
    if let scaler {
      for i in x.indices { x[i] = (x[i] - Double(scaler.mean[i])) / Double(scaler.scale[i]) }
    }
    return logits(vector: x)
  }

  /// The logits of the first layer's input.
  func logits(vector: [Double]) -> [Double] {
    var x = vector
    for (index, layer) in layers.enumerated() {
      x = layer.bias.indices.map { o in
        layer.bias[o] + x.indices.reduce(0.0) { $0 + layer.weight[o * x.count + $1] * x[$1] }
      }
      if index < layers.count - 1 { x = x.map(apply) }
    }
    return x
  }

  private func apply(_ x: Double) -> Double {
    switch activation {
    case .relu: max(0, x)
    case .tanh: tanh(x)
    case .gelu: x * 0.5 * (1 + erf(x / 2.0.squareRoot()))
    }
  }
}
