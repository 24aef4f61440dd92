import Foundation
import LearningToDefer
import Testing

/// Rows whose labels come from the model that Dawid and Skene assume.
private struct Annotations {
  let classes = 3
  let experts = 6
  var truths: [Int32] = []
  var labels: [Int32] = []

  init(rows: Int, missing: Double, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let accuracies = [0.95, 0.9, 0.45, 0.45, 0.45, 0.45]
    for _ in 0..<rows {
      let truth = generator.uniform() < 0.6 ? 0 : 1 + generator.index(below: 2)
      truths.append(Int32(truth))
      for accuracy in accuracies {
        // Who errs, errs towards the next class most often.
        let other = (truth + (generator.uniform() < 0.8 ? 1 : 2)) % classes
        let given = generator.uniform() < accuracy ? truth : other
        labels.append(generator.uniform() < missing ? -1 : Int32(given))
      }
    }
  }

  func fitted(truths known: [Int32]? = nil, smoothing: Double = 1, iterations: Int = 200) -> DawidSkene {
    DawidSkene(
      labels: labels, truths: known ?? truths.map { _ in -1 }, experts: experts, classes: classes,
      smoothing: smoothing, iterations: iterations)
  }

  /// The share of rows whose most voted class, the lowest on a tie, is the true one.
  var majorityAccuracy: Double {
    accuracy { row in
      let own = labels[row * experts..<(row + 1) * experts]
      return (0..<classes).map { k in Double(own.count { $0 == Int32(k) }) }
    }
  }

  func accuracy(_ score: (Int) -> [Double]) -> Double {
    let right = truths.indices.count { row in
      let scores = score(row)
      return scores.firstIndex(of: scores.max() ?? 0) == Int(truths[row])
    }
    return Double(right) / Double(truths.count)
  }
}

struct DawidSkeneTests {
  @Test func `the simulated truth is recovered better than by the majority vote`() {
    let annotations = Annotations(rows: 2000, missing: 0.2, seed: 4)
    let fitted = annotations.fitted()
    let found = annotations.accuracy { Array(fitted.posteriors[$0 * 3..<$0 * 3 + 3]) }
    #expect(found > annotations.majorityAccuracy + 0.05)
    #expect(agree(fitted.prior[0], 0.6, absolute: 0.05))
    // Expert 0 is right with .95; expert 2 with .45, else towards the next class.
    for k in 0..<3 {
      #expect(agree(fitted.confusion[k * 3 + k], 0.95, absolute: 0.05))
      #expect(agree(fitted.confusion[(2 * 3 + k) * 3 + (k + 1) % 3], 0.55 * 0.8, absolute: 0.08))
    }
  }

  @Test(arguments: [0, 0.3, 5])
  func `the objective never falls`(smoothing: Double) {
    let fitted = Annotations(rows: 300, missing: 0.3, seed: 11).fitted(smoothing: smoothing)
    #expect(fitted.objectives.count > 3)
    for (before, after) in zip(fitted.objectives, fitted.objectives.dropFirst()) {
      #expect(after >= before - 1e-9 * abs(before))
    }
  }

  @Test func `without smoothing the objective is the log likelihood, summed by brute force`() {
    let annotations = Annotations(rows: 40, missing: 0.4, seed: 3)
    let fitted = annotations.fitted(smoothing: 0, iterations: 5)
    var expected = 0.0
    for row in 0..<40 {
      let joint = (0..<3).map { k in
        (0..<6).reduce(fitted.prior[k]) { product, expert in
          let label = Int(annotations.labels[row * 6 + expert])
          return label < 0 ? product : product * fitted.confusion[(expert * 3 + k) * 3 + label]
        }
      }
      let sum = joint.reduce(0, +)
      expected += log(sum)
      for k in 0..<3 {
        #expect(agree(fitted.posteriors[row * 3 + k], joint[k] / sum, absolute: 1e-12))
        #expect(
          agree(
            fitted.posterior(annotations.labels[row * 6..<row * 6 + 6]).probabilities[k], joint[k] / sum,
            absolute: 1e-12))
      }
    }
    #expect(agree(fitted.objectives.last ?? 0, expected, relative: 1e-12, absolute: 0))
  }

  @Test func `one M-step is the share of labels weighted by the votes`() {
    let fitted = DawidSkene(
      labels: [0, 0, 1, 0, 1, -1], truths: [-1, -1, 1], experts: 2, classes: 2, smoothing: 1, iterations: 1)
    // q from the votes: (1, 0), (1/2, 1/2), and the known (0, 1).
    #expect(fitted.prior == [(1.5 + 0.5) / 4, (1.5 + 0.5) / 4])
    // Expert 0 answered 0, 1, 1.
    #expect(
      zip(fitted.confusion[..<4], [1.5 / 2.5, 1.0 / 2.5, 0.5 / 2.5, 2.0 / 2.5]).allSatisfy {
        agree($0, $1, absolute: 1e-12)
      })
  }

  @Test func `a row with a known class keeps it, and teaches who is right`() {
    let annotations = Annotations(rows: 600, missing: 0.2, seed: 7)
    var known = annotations.truths
    for row in 0..<200 { known[row] = -1 }
    let fitted = annotations.fitted(truths: known)
    for row in 200..<600 {
      #expect(fitted.posteriors[row * 3 + Int(annotations.truths[row])] == 1)
    }
    #expect(agree(fitted.confusion[0], 0.95, absolute: 0.05))
  }
}
