/// How a gradient becomes a step.
package enum Optimizer: Sendable, Equatable, Codable {
  /// Adam (Kingma, Ba 2015) with β = (0.9, 0.999) and ε = 1e-8.
  case adam
  /// Gradient descent with heavy-ball momentum, as PyTorch does it.
  case sgd(momentum: Double)
}
