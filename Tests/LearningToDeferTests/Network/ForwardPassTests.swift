import LearningToDefer
import Testing

struct ForwardPassTests {
  @Test(arguments: Activation.allCases, [[], [1], [130], [33, 17, 5]])
  func `logits are those of the formula in float64`(activation: Activation, hidden: [Int]) {
    let scaler = InputScaler(
      mean: randomFloats(21, seed: 5), scale: randomFloats(21, seed: 6).map { abs($0) + 0.5 })
    let network = Network(
      inputs: 21, hidden: hidden, outputs: 6, activation: activation, scaler: scaler, seed: 4)
    let rows = randomFloats(21 * 9, scale: 3, seed: 8)
    let logits = ForwardPass(network: network, capacity: 9).logits(of: rows, count: 9)
    let reference = ReferenceNetwork(network)
    for row in 0..<9 {
      let expected = reference.logits(Array(rows[row * 21..<(row + 1) * 21]))
      for (index, value) in expected.enumerated() {
        #expect(agree(Double(logits[row * 6 + index]), value, relative: 1e-5, absolute: 1e-5))
      }
    }
  }

  @Test(arguments: [[784, 128, 14], [5, 7, 3], [64, 33]])
  func `a row has the same bits alone and in any batch`(widths: [Int]) throws {
    let inputs = try #require(widths.first)
    let outputs = try #require(widths.last)
    let network = Network(
      inputs: inputs, hidden: Array(widths.dropFirst().dropLast()), outputs: outputs, activation: .relu,
      seed: 1)
    let rows = randomFloats(inputs * 65, seed: 2)
    let all = ForwardPass(network: network, capacity: 65).logits(of: rows, count: 65)
    for count in 1...65 {
      let pass = ForwardPass(network: network, capacity: count)
      let last = (65 - count)..<65
      let found = pass.logits(of: Array(rows[(last.lowerBound * inputs)...]), count: count)
      #expect(found[...] == all[(last.lowerBound * outputs)...], "batch of \(count)")
    }
  }

  @Test func `equal outputs stay equal, so that a tie is a tie in any batch`() throws {
    let weight = randomFloats(300, seed: 3)
    let head = DenseLayer(
      inputs: 300, outputs: 7, weight: Array(repeating: weight, count: 7).flatMap(\.self),
      bias: [Float](repeating: 0.25, count: 7))
    let network = try Network(layers: [head], activation: .relu, scaler: nil)
    for count in 1...9 {
      let logits = ForwardPass(network: network, capacity: count)
        .logits(of: randomFloats(300 * count, seed: UInt64(count)), count: count)
      for row in 0..<count { #expect(Set(logits[row * 7..<(row + 1) * 7]).count == 1) }
    }
  }

  @Test func `a run leaves its inputs as they were`() {
    let scaler = InputScaler(mean: [1, 2], scale: [3, 4])
    let network = Network(
      inputs: 2, hidden: [3], outputs: 2, activation: .tanh, scaler: scaler, seed: 1)
    let pass = ForwardPass(network: network, capacity: 2)
    let first = pass.logits(of: [5, 6, 7, 8], count: 2)
    #expect(Array(pass.inputs) == [5, 6, 7, 8])
    #expect(Array(pass.run(rows: 2)) == first)
  }
}
