import Foundation
import LearningToDefer
import Testing

struct ExpertErrorCostsTests {
  private let classes = 4
  private let experts = 3

  private func confusion(_ generator: inout SeededGenerator) -> ConfusionMatrices {
    ConfusionMatrices(
      counts: (0..<experts * classes * classes).map { index in
        let isRight = index / classes % classes == index % classes
        return Double(generator.index(below: isRight ? 60 : 9))
      }, experts: experts, classes: classes)
  }

  private func matrix(_ generator: inout SeededGenerator) -> [[Double]] {
    (0..<classes).map { truth in (0..<classes).map { $0 == truth ? 0 : 0.1 + 10 * generator.uniform() } }
  }

  /// The formula of the method, word by word, with plain bisection.
  private func reference(
    _ rows: [[Double]], _ pi: [Double], expert: Int, _ p: [Double], _ s: Double
  ) -> Double {
    let chance = { (k: Int, a: Int) in pi[(expert * classes + k) * classes + a] }
    let accuracy = { (k: Int, b: Double) in 1 / (1 + exp(-(log(chance(k, k) / (1 - chance(k, k))) + b))) }
    var (low, high) = (-200.0, 200.0)
    for _ in 0..<200 {
      let b = (low + high) / 2
      let mean = (0..<classes).reduce(0) { $0 + p[$1] * accuracy($1, b) }
      if mean > s { high = b } else { low = b }
    }
    return (0..<classes).reduce(0) { sum, k in
      let wrong = (0..<classes).filter { $0 != k }
        .reduce(0) { $0 + chance(k, $1) / (1 - chance(k, k)) * rows[k][$1] }
      return sum + p[k] * (1 - accuracy(k, low)) * wrong
    }
  }

  @Test func `the expected cost is that of the formula with plain bisection`() throws {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<100 {
      let rows = matrix(&generator)
      let confusion = confusion(&generator)
      let costs = ExpertErrorCosts(matrix: try ErrorCostMatrix(rows, classes: classes), confusion: confusion)
      for expert in 0..<experts {
        let p = generator.distribution(classes)
        let s = generator.uniform()
        let found = p.withUnsafeBufferPointer {
          costs.expectedCost(expert: expert, probabilities: $0, correctness: s)
        }
        let expected = reference(rows, confusion.probabilities, expert: expert, p, s)
        #expect(agree(found, expected, relative: 1e-9, absolute: 1e-12))
      }
    }
  }

  @Test func `with equal costs the expected cost is the chance to be wrong`() throws {
    var generator = SeededGenerator(seed: 2)
    let rows = (0..<classes).map { truth in (0..<classes).map { $0 == truth ? 0.0 : 3 } }
    let costs = ExpertErrorCosts(
      matrix: try ErrorCostMatrix(rows, classes: classes), confusion: confusion(&generator))
    for s in [0, 1e-300, 1e-9, 0.2, 0.5, 0.97, 1 - 1e-12, 1, 1.7] {
      let p = generator.distribution(classes)
      let found = p.withUnsafeBufferPointer {
        costs.expectedCost(expert: 1, probabilities: $0, correctness: s)
      }
      #expect(agree(found, 3 * (1 - min(s, 1)), relative: 1e-6, absolute: 1e-12))
    }
  }

  @Test func `the better an expert is, the less asking them costs`() throws {
    var generator = SeededGenerator(seed: 9)
    let costs = ExpertErrorCosts(
      matrix: try ErrorCostMatrix(matrix(&generator), classes: classes), confusion: confusion(&generator))
    let p = generator.distribution(classes)
    let found = (0...50).map { step in
      p.withUnsafeBufferPointer {
        costs.expectedCost(expert: 0, probabilities: $0, correctness: Double(step) / 50)
      }
    }
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 > $1 })
    #expect(found[50] == 0)
  }
}
