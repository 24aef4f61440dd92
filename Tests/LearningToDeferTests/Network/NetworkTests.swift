import LearningToDefer
import Testing

private func layer(_ inputs: Int, _ outputs: Int, value: Float = 0.5) -> DenseLayer {
  DenseLayer(
    inputs: inputs, outputs: outputs, weight: [Float](repeating: value, count: inputs * outputs),
    bias: [Float](repeating: 0, count: outputs))
}

struct NetworkTests {
  @Test func `layers that chain make a network`() throws {
    let network = try Network(layers: [layer(4, 3), layer(3, 2)], activation: .relu, scaler: nil)
    #expect(network.inputs == 4)
    #expect(network.hidden == [3])
    #expect(network.outputs == 2)
    #expect(network.parameterCount == 15 + 8)
  }

  @Test func `what makes no network is refused, naming the layer`() {
    #expect(throws: NetworkError.noLayers) { try Network(layers: [], activation: .relu, scaler: nil) }
    #expect(throws: NetworkError.layersDoNotChain(layer: 1, expected: 3, found: 4)) {
      try Network(layers: [layer(4, 3), layer(4, 2)], activation: .relu, scaler: nil)
    }
    #expect(throws: NetworkError.notFinite(layer: 0)) {
      try Network(layers: [layer(4, 3, value: .nan)], activation: .relu, scaler: nil)
    }
    #expect(throws: NetworkError.scalerDoesNotFit(expected: 4, found: 1)) {
      try Network(layers: [layer(4, 3)], activation: .relu, scaler: InputScaler(mean: [0], scale: [1]))
    }
    #expect(throws: NetworkError.scaleNotUsable(index: 1)) {
      try Network(
        layers: [layer(2, 3)], activation: .relu, scaler: InputScaler(mean: [0, 0], scale: [1, 0]))
    }
  }

  @Test func `one seed gives one network, within the bounds`() {
    let make = { (seed: UInt64) in
      Network(inputs: 100, hidden: [50], outputs: 10, activation: .relu, seed: seed)
    }
    #expect(make(1) == make(1))
    #expect(make(1) != make(2))
    let weights = make(1).layers[0].weight
    #expect(weights.allSatisfy { abs($0) <= 0.1 })
    // The variance of a uniform distribution over ±b is b² / 3.
    let variance = weights.reduce(0) { $0 + Double($1) * Double($1) } / Double(weights.count)
    #expect(agree(variance, 0.01 / 3, relative: 0.05, absolute: 0))
  }
}
