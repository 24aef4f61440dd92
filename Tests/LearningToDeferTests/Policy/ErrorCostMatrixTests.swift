import LearningToDefer
import Testing

struct ErrorCostMatrixTests {
  private let matrix = [[0.0, 1, 5], [2, 0, 1], [10, 3, 0]]

  @Test func `the answer is the one that brute force finds cheapest`() throws {
    let costs = try ErrorCostMatrix(matrix, classes: 3)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      let probabilities = generator.distribution(3)
      let expected = (0..<3).map { answer in (0..<3).reduce(0) { $0 + probabilities[$1] * matrix[$1][answer] }
      }
      let found = probabilities.withUnsafeBufferPointer { costs.answer(probabilities: $0) }
      #expect(agree(found.expectedCost, expected.min() ?? .nan, absolute: 1e-12))
      #expect(agree(expected[found.class], found.expectedCost, absolute: 1e-12))
    }
  }

  @Test func `a rare class with dear errors is answered before it is likely`() throws {
    let costs = try ErrorCostMatrix([[0, 1], [20, 0]], classes: 2)
    #expect([0.9, 0.1].withUnsafeBufferPointer { costs.answer(probabilities: $0) }.class == 1)
    #expect([0.99, 0.01].withUnsafeBufferPointer { costs.answer(probabilities: $0) }.class == 0)
  }

  @Test func `one constant off the diagonal is recognised`() throws {
    #expect(try ErrorCostMatrix([[0, 3], [3, 0]], classes: 2).uniformCost == 3)
    #expect(try ErrorCostMatrix([[0, 3, 3], [3, 0, 3], [3, 3, 0]], classes: 3).uniformCost == 3)
    #expect(try ErrorCostMatrix(matrix, classes: 3).uniformCost == nil)
  }

  @Test(arguments: [
    ([[0.0, 1]], ErrorCostMatrixError.rows(found: 1, classes: 2)),
    ([[0, 1], [0]], .columns(row: 1, found: 1, classes: 2)),
    ([[0, -1], [1, 0]], .cost(truth: 0, answer: 1, found: -1)),
    ([[0, .infinity], [1, 0]], .cost(truth: 0, answer: 1, found: .infinity)),
    ([[0, 1e-300], [1, 0]], .cost(truth: 0, answer: 1, found: 1e-300)),
    ([[0, 1], [1e10, 0]], .cost(truth: 1, answer: 0, found: 1e10)),
    ([[0, 1], [1, 2]], .diagonal(class: 1, found: 2)),
    ([[0, 0], [0, 0]], .nothingCosts),
  ])
  func `a matrix that makes no sense is refused by its place`(rows: [[Double]], error: ErrorCostMatrixError) {
    #expect(throws: error) { _ = try ErrorCostMatrix(rows, classes: 2) }
  }
}

extension SeededGenerator {
  /// Draws probabilities that sum to 1, some of them small.
  mutating func distribution(_ count: Int) -> [Double] {
    let masses = (0..<count).map { _ in uniform() * uniform() * uniform() + 1e-9 }
    let sum = masses.reduce(0, +)
    return masses.map { $0 / sum }
  }
}
