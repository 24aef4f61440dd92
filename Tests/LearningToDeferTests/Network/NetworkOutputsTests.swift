import LearningToDefer
import Testing

struct NetworkOutputsTests {
  private let network = Network(inputs: 5, hidden: [9], outputs: 7, activation: .gelu, seed: 4)
  private let rows = randomFloats(40 * 5, scale: 2, seed: 8)

  private func logits(_ network: Network) -> [[Float]] {
    let all = ForwardPass(network: network, capacity: 40).logits(of: rows, count: 40)
    return (0..<40).map { Array(all[$0 * network.outputs..<($0 + 1) * network.outputs]) }
  }

  @Test func `an output that is appended is constant, and the others stay bit for bit`() {
    let expected = logits(network)
    for (row, found) in logits(network.appendingOutput(0.625)).enumerated() {
      #expect(found == expected[row] + [0.625])
    }
  }

  @Test(arguments: 0..<7)
  func `an output that is removed takes nothing else along, bit for bit`(index: Int) {
    let expected = logits(network)
    for (row, found) in logits(network.removingOutput(index)).enumerated() {
      var others = expected[row]
      others.remove(at: index)
      #expect(found == others)
    }
  }

  @Test func `an output that is replaced is constant`() {
    let found = logits(network.replacingOutput(5, by: -1.5))
    #expect(found.allSatisfy { $0[5] == -1.5 })
    #expect(found.map { $0[..<5] } == logits(network).map { $0[..<5] })
  }
}
