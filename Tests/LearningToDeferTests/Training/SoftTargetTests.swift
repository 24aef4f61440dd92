import LearningToDefer
import Testing

struct SoftTargetTests {
  private let rows = Array(0..<24)

  private func settings(_ surrogate: SurrogateName, inferTruth: Double?) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.optimizer = .sgd(momentum: 0)
    settings.learningRate = 1
    settings.weightDecay = 0
    settings.epochs = 1
    settings.batchSize = 24
    settings.patience = nil
    settings.inferTruth = inferTruth
    return settings
  }

  @Test(arguments: SurrogateName.allCases)
  func `a step on a soft target is the mean of the steps on each class, weighted by its posterior`(
    surrogate: SurrogateName
  ) throws {
    var examples = syntheticExamples(rows: 24, experts: 4, missing: 0.2)
    examples.labels[5] = -1
    for (expert, label) in [0, 0, 1, -1].enumerated() { examples.expertLabels[20 + expert] = Int32(label) }
    let target = try #require(InferredTruths(examples, rows: rows, threshold: 0.01)[5])
    #expect(target.allSatisfy { $0 > 0.001 })
    let start = Network(
      inputs: 5, hidden: [7], outputs: surrogate.surrogate.outputs(classes: 3, experts: 4), activation: .tanh,
      seed: 3)
    let soft = try Trainer(settings: settings(surrogate, inferTruth: 0.01)).train(
      examples, training: rows, warmStart: start)
    #expect(soft.inferredRows == 1 && soft.trainingRows == 23)
    var expected = [Double](repeating: 0, count: start.layers[1].bias.count)
    var loss = 0.0
    for k in 0..<3 {
      examples.labels[5] = Int32(k)
      let hard = try Trainer(settings: settings(surrogate, inferTruth: nil)).train(
        examples, training: rows, warmStart: start)
      loss += target[k] * hard.trainingLoss
      for (index, bias) in hard.network.layers[1].bias.enumerated() {
        expected[index] += target[k] * Double(bias - start.layers[1].bias[index])
      }
    }
    #expect(agree(soft.trainingLoss, loss, relative: 1e-6, absolute: 0))
    for (index, bias) in soft.network.layers[1].bias.enumerated() {
      #expect(
        agree(Double(bias - start.layers[1].bias[index]), expected[index], relative: 1e-4, absolute: 1e-6))
    }
  }

  @Test func `nothing is inferred unless it is asked for, nor for early stopping`() throws {
    var examples = syntheticExamples(rows: 200, experts: 4)
    for row in stride(from: 0, to: 200, by: 3) { examples.labels[row] = -1 }
    let plain = try Trainer(settings: settings(.oneVsAll, inferTruth: nil)).train(
      examples, training: Array(0..<150), validation: Array(150..<200))
    #expect(plain.inferredRows == 0 && plain.trainingRows == 100)
    let inferring = try Trainer(settings: settings(.oneVsAll, inferTruth: 0.5)).train(
      examples, training: Array(0..<150), validation: Array(150..<200))
    #expect(inferring.inferredRows > 25 && inferring.trainingRows == 100)
    #expect(inferring.validationRows == plain.validationRows)
  }
}
