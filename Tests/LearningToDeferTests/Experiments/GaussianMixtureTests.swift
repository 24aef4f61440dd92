import LearningToDefer
import Testing

/// Both surrogates recover a correctness that is known exactly.
struct GaussianMixtureTests {
  @Test(
    arguments: [
      (SurrogateName.oneVsAll, 0.0, 0.03), (.softmax, 0, 0.03), (.oneVsAll, 0.7, 0.03),
      (.softmax, 0.7, 0.045),
    ])
  func `the estimate is near the true correctness`(
    surrogate: SurrogateName, missing: Double, limit: Double
  ) throws {
    let mixture = GaussianMixture(seed: 11)
    let examples = mixture.draw(rows: 100_000, missing: missing, seed: 12)
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.hidden = [64]
    settings.epochs = 15
    settings.batchSize = 512
    settings.learningRate = 2e-3
    settings.weightDecay = 0
    settings.cosine = true
    settings.threads = 2
    let trained = try Trainer(settings: settings).train(examples, training: Array(0..<examples.rows))

    let error = meanAbsoluteError(trained.network, surrogate: surrogate, mixture: mixture)
    print("Gaussian mixture, \(surrogate.rawValue), missing \(missing): mean absolute error \(error)")
    #expect(error < limit)
  }

  private func meanAbsoluteError(
    _ network: Network, surrogate: SurrogateName, mixture: GaussianMixture
  ) -> Double {
    let fresh = mixture.draw(rows: 20_000, seed: 13)
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
    let pass = ForwardPass(network: network, capacity: fresh.rows)
    fresh.features.gather(0..<fresh.rows, into: pass.inputs)
    let logits = pass.run(rows: fresh.rows)
    var sum = 0.0
    for row in 0..<fresh.rows {
      let estimates = [Double](unsafeUninitializedCapacity: 4) { buffer, count in
        let own = UnsafeBufferPointer(rebasing: logits[row * 7..<(row + 1) * 7])
        estimator.expertCorrectness(own, into: buffer)
        count = 4
      }
      let truth = fresh.features.withRow(row) { mixture.correctness($0) }
      sum += zip(estimates, truth).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    return sum / Double(4 * fresh.rows)
  }
}
