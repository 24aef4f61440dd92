import LearningToDefer
import Testing

struct ModelPassTests {
  @Test func `most models' rows are the network's outputs`() {
    let examples = syntheticExamples(rows: 6)
    let network = Network(inputs: 5, hidden: [4], outputs: 6, activation: .relu, seed: 1)
    let estimator = CorrectnessEstimator(surrogate: .mixtureOfExperts, classes: 3, experts: 2)
    let pass = ModelPass(network: network, estimator: estimator, capacity: 6)
    let forward = ForwardPass(network: network, capacity: 6)
    examples.features.gather(0..<6, into: forward.inputs)
    #expect(Array(pass.run(0..<6, of: examples)) == Array(forward.run(rows: 6)))
    #expect(pass.classProbabilities(0).isEmpty)
  }

  @Test func `a rejector's rows begin with the given class probabilities`() throws {
    var examples = syntheticExamples(rows: 6)
    examples.giveClassProbabilities()
    let network = Network(inputs: 5, hidden: [4], outputs: 2, activation: .relu, seed: 1)
    let estimator = CorrectnessEstimator(surrogate: .rejectorOnly, classes: 3, experts: 2)
    let pass = ModelPass(network: network, estimator: estimator, capacity: 3)
    let forward = ForwardPass(network: network, capacity: 6)
    examples.features.gather(0..<6, into: forward.inputs)
    let outputs = Array(forward.run(rows: 6))
    let table = try #require(examples.classProbabilities)
    for indices in [[4, 0, 5], [2, 1]] {
      let rows = pass.run(indices, of: examples)
      for (place, index) in indices.enumerated() {
        let given = table.withRow(index) { Array($0) }
        #expect(Array(pass.row(place, of: rows)) == given + outputs[index * 2..<index * 2 + 2])
      }
    }
  }
}
