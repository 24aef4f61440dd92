import Foundation
import LearningToDefer
import Testing

struct MixtureOfExpertsTests {
  @Test func `the gradient of the weights is w - q`() {
    let logits: [Float] = [0.4, -0.3, 0.2, 1, -0.5, 0.7]
    let correct: [Int8] = [1, 0, 1]
    let found = evaluate(MixtureOfExperts(), logits, label: 1, correct: correct)
    let p = softmax(logits[..<2].map(Double.init))
    let w = softmax(logits[2...].map(Double.init))
    let a = [w[0] * p[1], w[1], 0, w[3]]
    let q = a.map { $0 / a.reduce(0, +) }
    for index in 0..<4 {
      #expect(agree(Double(found.gradient[2 + index]), w[index] - q[index], absolute: 1e-7))
    }
    #expect(agree(Double(found.gradient[0]), q[0] * p[0], absolute: 1e-7))
    #expect(agree(Double(found.gradient[1]), q[0] * (p[1] - 1), absolute: 1e-7))
  }

  @Test func `gradients of weights and of classes sum to zero`() {
    for seed in 0..<50 as Range<UInt64> {
      let found = evaluate(
        MixtureOfExperts(), randomFloats(9, scale: 6, seed: seed), label: 2, correct: [1, -1, 0, 1, 0])
      #expect(abs(found.gradient[..<3].reduce(0, +)) < 1e-6)
      #expect(abs(found.gradient[3...].reduce(0, +)) < 1e-6)
    }
  }

  /// The counterexample of the paper's appendix A.4: loss near zero, decision wrong.
  ///
  /// The loss asks that the weights of those who are right sum to one; the decision asks which single weight is the
  /// largest. Let y = 1 always, J experts be right always, and the classifier be sure of the wrong class. With
  /// `w_0` a little above the others' equal `w_j` the classifier decides, wrongly, and the loss is
  /// `-log(1 - w_0) ≈ 1 / (J + 1)`: it goes to zero with J, while the system is wrong on every input.
  @Test(arguments: [10, 100, 1000])
  func `its loss goes to zero while its decision is wrong`(experts: Int) {
    let correct = [Int8](repeating: 1, count: experts)
    let logits = [12, -12, 0.01] + [Float](repeating: 0, count: experts)
    let found = evaluate(MixtureOfExperts(), logits, label: 1, correct: correct)
    let largest = logits[2...].firstIndex(of: logits[2...].max() ?? 0)
    #expect(largest == 2, "the classifier has the largest weight")
    #expect(logits[0] > logits[1], "and answers the wrong class")
    #expect(found.loss < 1.02 / Double(experts))
  }

  /// Of OvA and softmax no wrong decision has a loss near zero, whatever J.
  ///
  /// A wrong decider's output is at least those of the true class and of every expert who is right. OvA: the decider
  /// costs `φ(-g)`, the true class at least `φ(g)`, together `2 log 2` at least. Softmax: `t_y` is at most ½, so
  /// the loss is at least `log 2`. The test searches for a smaller one among random outputs.
  @Test(arguments: [(SurrogateName.oneVsAll, 2 * log(2.0)), (.softmax, log(2.0))])
  func `of OvA and softmax no wrong decision has a loss near zero`(name: SurrogateName, least: Double) {
    var wrong = 0
    for seed in 0..<4000 as Range<UInt64> {
      let logits = randomFloats(8, scale: 8, seed: seed)
      let correct = (0..<5).map { Int8(seed >> UInt64($0) & 1) }
      let largest = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      guard largest < 3 ? largest != 1 : correct[largest - 3] == 0 else { continue }
      wrong += 1
      #expect(evaluate(name.surrogate, logits, label: 1, correct: correct).loss >= least)
    }
    #expect(wrong > 1000)
  }

  /// Its minimiser too may decide wrongly, at a fixed J.
  ///
  /// Experts 0 and 1 are right together on 60 % of the rows, expert 2 on the other 40 %. The loss only sees
  /// `w_1 + w_2`: from equal weights it falls to `.3 .3 .4` and asks expert 2. OvA and softmax ask expert 0.
  @Test(arguments: [
    (SurrogateName.mixtureOfExperts, 2), (.oneVsAll, 0), (.softmax, 0),
  ])
  func `experts who agree lose to one who is right less often`(name: SurrogateName, chosen: Int) {
    var logits = [Float](repeating: 0, count: name.surrogate.outputs(classes: 20, experts: 3))
    for _ in 0..<4000 {
      var step = [Float](repeating: 0, count: logits.count)
      for label in 0..<20 {
        for (correct, share) in [([1, 1, 0], 0.6), ([0, 0, 1], 0.4)] as [([Int8], Float)] {
          let gradient = evaluate(name.surrogate, logits, label: label, correct: correct).gradient
          for index in step.indices { step[index] += share / 20 * gradient[index] }
        }
      }
      for index in step.indices { logits[index] -= 0.5 * step[index] }
    }
    let experts = logits.suffix(3).map { $0 }
    #expect(experts.firstIndex(of: experts.max() ?? 0) == chosen, "\(experts)")
    let best = experts.max() ?? 0
    #expect(logits.dropLast(3).allSatisfy { $0 < best }, "nobody else decides")
  }

  /// At that distribution the infimum itself is reached by a wrong decision and by the right one.
  @Test func `its infimum does not tell the right decision from a wrong one`() {
    let mean = { (weights: [Double]) in
      // The class is known to nobody: the classifier's own weight is nothing.
      let logits = [Float(0), 0, -60] + weights.map { Float(log($0)) }
      return [([1, 1, 0], 0.6), ([0, 0, 1], 0.4)].reduce(0.0) { sum, part in
        sum + part.1 * evaluate(MixtureOfExperts(), logits, label: 0, correct: part.0.map { Int8($0) }).loss
      }
    }
    let infimum = -0.6 * log(0.6) - 0.4 * log(0.4)
    #expect(agree(mean([0.3, 0.3, 0.4]), infimum, absolute: 1e-6), "asks expert 2, right on 40 %")
    #expect(agree(mean([0.6 - 1e-9, 1e-9, 0.4]), infimum, absolute: 1e-6), "asks expert 0, right on 60 %")
  }

  private func softmax(_ x: [Double]) -> [Double] {
    let sum = x.reduce(0) { $0 + exp($1) }
    return x.map { exp($0) / sum }
  }
}
