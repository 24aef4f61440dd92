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

/// A surrogate loss in plain float64, written from the paper.
func referenceLoss(_ name: SurrogateName, logits: [Double], label: Int, correct: [Int]) -> Double {
  let classes = logits.count - correct.count
  let seen = correct.indices.filter { correct[$0] >= 0 }
  switch name {
  case .oneVsAll:
    let phi = { (z: Double) in log(1 + exp(-z)) }
    let own = (0..<classes).reduce(0.0) { $0 + phi($1 == label ? logits[$1] : -logits[$1]) }
    return seen.reduce(own) { $0 + phi(correct[$1] == 1 ? logits[classes + $1] : -logits[classes + $1]) }
  case .softmax:
    let sum = ((0..<classes).map { $0 } + seen.map { classes + $0 }).reduce(0.0) { $0 + exp(logits[$1]) }
    return seen.reduce(-log(exp(logits[label]) / sum)) {
      $0 - (correct[$1] == 1 ? log(exp(logits[classes + $1]) / sum) : 0)
    }
  }
}
