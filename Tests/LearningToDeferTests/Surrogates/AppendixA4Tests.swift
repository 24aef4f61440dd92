import Foundation
import LearningToDefer
import Testing

/// The paper's appendix A.4: one input, two labels, and one expert who is always right.
///
/// The best rule defers and never errs. The appendix gives the mixture's weights `w_1 = .5 - δ` for the expert and `w_0 = .5 + δ` for a
/// classifier that is sure of label 0, where `P(y = 1) = α_1 = δ / (.5 + δ)`: the mean of `1 - Σ a` is δ, so close to its infimum 0 as one
/// likes, and the system never defers. The error α_1 shrinks with δ, however, so that the example alone separates no loss from another: at
/// one distribution the mixture's minimiser defers here too. `MixtureOfExpertsTests` has distributions where it does not.
struct AppendixA4Tests {
  private static let correct: [Int8] = [1]

  /// The mean loss of logits, and its gradient, where `P(y = 1) = α_1`.
  private func mean(
    _ name: SurrogateName, _ logits: [Float], alpha: Double
  ) -> (loss: Double, gradient: [Double]) {
    var loss = 0.0
    var gradient = [Double](repeating: 0, count: logits.count)
    for (label, share) in [1 - alpha, alpha].enumerated() {
      let found = evaluate(name.surrogate, logits, label: label, correct: Self.correct)
      loss += share * found.loss
      for index in gradient.indices { gradient[index] += share * Double(found.gradient[index]) }
    }
    return (loss, gradient)
  }

  private func decision(_ name: SurrogateName, _ logits: [Float]) -> EstimatorRow {
    EstimatorRow(logits, CorrectnessEstimator(surrogate: name, classes: 2, experts: 1))
  }

  @Test func `the mixture's loss tends to 0 while it never defers and errs`() {
    var losses: [Double] = []
    for delta in [0.2, 0.05, 0.01, 1e-3, 1e-4] {
      let alpha = delta / (0.5 + delta)
      let logits: [Float] = [40, -40, Float(log(0.5 + delta)), Float(log(0.5 - delta))]
      let row = decision(.mixtureOfExperts, logits)
      #expect(row.decision == .classifier && row.predictedClass == 0, "wrong with probability α_1 = \(alpha)")
      let loss = mean(.mixtureOfExperts, logits, alpha: alpha).loss
      // In logarithms: α_1 · -log w_1, which is 2 δ log 2 to first order.
      #expect(agree(loss, -alpha * log(0.5 - delta), relative: 1e-5, absolute: 1e-9))
      // As a likelihood: α_1 (1 - w_1) = δ.
      #expect(agree(alpha * (1 - (0.5 - delta)), delta, absolute: 1e-12))
      losses.append(loss)
    }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
    #expect((losses.last ?? 1) < 2e-4)
  }

  /// From the appendix's own wrong start and from nothing known.
  @Test(arguments: [SurrogateName.oneVsAll, .softmax], [0.02, 0.1, 0.3])
  func `descending OvA's and softmax's loss ends with the expert, who never errs`(
    name: SurrogateName, alpha: Double
  ) {
    for start in [[0, 0, 0], [4, -4, 3.9]] as [[Float]] {
      var logits = start
      for _ in 0..<20_000 {
        let gradient = mean(name, logits, alpha: alpha).gradient
        for index in logits.indices { logits[index] -= Float(0.5 * gradient[index]) }
      }
      #expect(decision(name, logits).decision == .expert(0), "\(logits)")
      #expect(mean(name, logits, alpha: alpha).loss < infimum(name, alpha: alpha) + 1e-2)
    }
  }

  /// Of the wrong decision's best logits; by convexity the bounds hold for all of them.
  ///
  /// A wrong decision has `g_0 >= g_⊥`. OvA: at best both are equal, `2 H(α_1 / 2) - H(α_1)` above the infimum. Softmax: at best `t_0 = t_⊥`, above
  /// it by the divergence from there.
  @Test(arguments: [SurrogateName.oneVsAll, .softmax], [0.02, 0.1, 0.3])
  func `deciding wrongly costs OvA and softmax more than their infimum`(name: SurrogateName, alpha: Double) {
    let gap = leastExcess(name, alpha: alpha)
    #expect(gap > 0)
    var wrong = 0
    var least = Double.infinity
    for seed in 0..<6000 as Range<UInt64> {
      let logits = randomFloats(3, scale: 6, seed: seed)
      let row = decision(name, logits)
      guard row.decision == .classifier else { continue }
      wrong += 1
      least = min(least, mean(name, logits, alpha: alpha).loss - infimum(name, alpha: alpha))
    }
    #expect(wrong > 1000)
    #expect(least >= gap - 1e-6)
    // The bound is reached: it is no smaller than it need be.
    let best = wrongAtBest(name, alpha: alpha)
    #expect(agree(mean(name, best, alpha: alpha).loss - infimum(name, alpha: alpha), gap, absolute: 1e-5))
  }

  private func entropy(_ p: Double) -> Double { -p * log(p) - (1 - p) * log(1 - p) }

  private func infimum(_ name: SurrogateName, alpha: Double) -> Double {
    // OvA: each class has the entropy of α_1, the expert 0. Softmax: t = (α_0, α_1, 1) / 2.
    name == .oneVsAll ? 2 * entropy(alpha) : entropy(alpha) + 2 * log(2)
  }

  private func leastExcess(_ name: SurrogateName, alpha: Double) -> Double {
    if name == .oneVsAll { return 2 * entropy(alpha / 2) - entropy(alpha) }
    let own = 1 - alpha / 2  // t_0 + t_⊥, to be halved
    return -(2 - alpha) * log(own / 2) - alpha * log(alpha / 2) - infimum(name, alpha: alpha)
  }

  private func wrongAtBest(_ name: SurrogateName, alpha: Double) -> [Float] {
    let logit = { (p: Double) in Float(log(p / (1 - p))) }
    if name == .oneVsAll { return [logit(1 - alpha / 2), logit(alpha), logit(1 - alpha / 2)] }
    let own = Float(log((1 - alpha / 2) / 2))
    return [own, Float(log(alpha / 2)), own]
  }
}
