import Foundation
import LearningToDefer
import Testing

private func plain(_ change: (inout TrainingSettings) -> Void) -> TrainingSettings {
  var settings = TrainingSettings()
  settings.optimizer = .sgd(momentum: 0)
  settings.learningRate = 1
  settings.weightDecay = 0
  settings.epochs = 1
  settings.patience = nil
  change(&settings)
  return settings
}

struct ClassWeightsTests {
  @Test func `balanced weights are n over K times n_k, with mean 1`() throws {
    var examples = syntheticExamples(rows: 10)
    examples.labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, -1]
    // Class 2 has no row: K = 2, n = 9.
    let weights = try #require(try ClassWeights.balanced.weights(examples, rows: Array(0..<9)))
    #expect(weights == [9.0 / 12, 9.0 / 6, 1])
    #expect(agree(examples.labels[..<9].reduce(0) { $0 + weights[Int($1)] } / 9, 1, absolute: 1e-12))
    #expect(try ClassWeights.equal.weights(examples, rows: Array(0..<9)) == nil)
  }

  @Test func `of given weights only the ratios matter`() throws {
    var examples = syntheticExamples(rows: 4)
    examples.labels = [0, 0, 1, 2]
    let rows = Array(0..<4)
    let weights = try #require(
      try ClassWeights.given(["class-1": 4, "class-2": 2]).weights(examples, rows: rows))
    // (1 + 1 + 4 + 2) / 4 = 2
    #expect(weights == [0.5, 2, 1])
    let tenfold = ClassWeights.given(["class-0": 10, "class-1": 40, "class-2": 20])
    #expect(try tenfold.weights(examples, rows: rows) == weights)
    #expect(
      throws: TrainingError.setting(
        name: "class_weights", problem: "must not name classes that the data do not have, as \"other\"")
    ) {
      try ClassWeights.given(["other": 2]).weights(examples, rows: rows)
    }
  }

  @Test(arguments: SurrogateName.allCases)
  func `a weighted step follows the difference quotient of the weighted loss`(surrogate: SurrogateName) throws
  {
    let examples = syntheticExamples(rows: 12, missing: 0.3)
    let rows = Array(0..<12)
    let start = Network(
      inputs: 5, hidden: [7], outputs: surrogate.surrogate.outputs(classes: 3, experts: 2), activation: .tanh,
      seed: 3)
    let given = ClassWeights.given(["class-0": 5, "class-1": 0.25])
    let settings = plain {
      $0.surrogate = surrogate
      $0.batchSize = 12
      $0.threads = 3
      $0.classWeights = given
    }
    let moved = try Trainer(settings: settings).train(examples, training: rows, warmStart: start).network
    let weights = try given.weights(examples, rows: rows)
    for layer in start.layers.indices {
      for index in start.layers[layer].bias.indices {
        let expected = lossQuotient(start, examples, surrogate, weights: weights) {
          $0.layers[layer].bias[index] += $1
        }
        let found = start.layers[layer].bias[index] - moved.layers[layer].bias[index]
        #expect(agree(Double(found), expected, relative: 1e-4, absolute: 2e-6))
      }
    }
  }

  @Test func `a whole weight is worth so many copies of the row`() throws {
    let examples = syntheticExamples(rows: 30)
    let copied = (0..<30).flatMap { row in [Int](repeating: row, count: Int(examples.labels[row]) + 1) }
    let start = Network(inputs: 5, hidden: [7], outputs: 5, activation: .tanh, seed: 3)
    let weighted = plain {
      $0.batchSize = 1000
      $0.classWeights = .given(["class-1": 2, "class-2": 3])
    }
    let one = try Trainer(settings: weighted).train(examples, training: Array(0..<30), warmStart: start)
    let other = try Trainer(settings: plain { $0.batchSize = 1000 }).train(
      examples, training: copied, warmStart: start)
    #expect(agree(one.trainingLoss, other.trainingLoss, relative: 1e-6))
    for (a, b) in zip(one.network.layers, other.network.layers) {
      #expect(zip(a.weight + a.bias, b.weight + b.bias).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  /// Rows where class 0 is ten times as rare as the others, in a mixture whose balanced truth is known.
  @Test func `balanced weights find the rare class and estimate the balanced world`() throws {
    let mixture = GaussianMixture(seed: 11)
    let even = mixture.draw(rows: 60_000, seed: 12)
    var rare = 0
    let training = (0..<even.rows).filter { row in
      guard even.labels[row] == 0 else { return true }
      rare += 1
      return rare % 10 == 0
    }
    let test = mixture.draw(rows: 5_000, seed: 13)
    let results = try [ClassWeights.equal, .balanced].map { weights in
      var settings = TrainingSettings()
      settings.hidden = [32]
      settings.epochs = 6
      settings.learningRate = 2e-3
      settings.cosine = true
      settings.threads = 2
      settings.classWeights = weights
      return WeightedResult(
        try Trainer(settings: settings).train(even, training: training).network, test, mixture)
    }
    let (equal, balanced) = (results[0], results[1])
    print("rare class, equal weights: \(equal); balanced: \(balanced)")
    #expect(balanced.rareRecall > equal.rareRecall + 0.05)
    #expect(balanced.error < 0.04)
    #expect(equal.error > balanced.error + 0.02)
  }
}

/// How a model does in the balanced world.
private struct WeightedResult: CustomStringConvertible {
  /// The share of the rare class's rows that the classifier finds.
  let rareRecall: Double
  /// The mean distance of P(m_j = y | x) from the balanced world's.
  let error: Double

  var description: String { "recall \(rareRecall), distance \(error)" }

  init(_ network: Network, _ test: Examples, _ mixture: GaussianMixture) {
    let pass = ForwardPass(network: network, capacity: test.rows)
    test.features.gather(0..<test.rows, into: pass.inputs)
    let logits = Array(pass.run(rows: test.rows))
    var (found, rare, distance) = (0, 0, 0.0)
    for row in 0..<test.rows {
      let own = Array(logits[row * 7..<(row + 1) * 7])
      if test.labels[row] == 0 {
        rare += 1
        if own[0] > max(own[1], own[2]) { found += 1 }
      }
      // Eq. 13: σ(g_⊥j).
      let estimates = own[3...].map { 1 / (1 + exp(-Double($0))) }
      let truths = test.features.withRow(row) { mixture.correctness($0) }
      distance += zip(estimates, truths).reduce(0) { $0 + abs($1.0 - $1.1) } / 4
    }
    rareRecall = Double(found) / Double(rare)
    error = distance / Double(test.rows)
  }
}
