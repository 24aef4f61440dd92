import LearningToDefer
import Testing

/// Outputs with ties and truths that grow likelier with them.
private func draw(rows: Int, seed: UInt64) -> (outputs: [Double], correct: [Bool]) {
  var generator = SeededGenerator(seed: seed)
  let outputs = (0..<rows).map { _ in Double(generator.index(below: rows)) / 4 - 3 }
  return (outputs, outputs.map { generator.uniform() < 0.5 + 0.08 * $0 })
}

/// The knots by definition: the isotonic regression by its max-min formula, then pools of those that fall.
private func bruteForce(_ outputs: [Double], _ correct: [Bool]) -> [(output: Double, probability: Double)] {
  let values = Set(outputs).sorted()
  let rows = values.map { value in outputs.indices.filter { outputs[$0] == value } }
  let share = { (a: Int, b: Int) in
    let pool = rows[a...b].flatMap { $0 }
    return Double(pool.count { correct[$0] }) / Double(pool.count)
  }
  let fitted = values.indices.map { i in
    (0...i).map { a in (i..<values.count).map { share(a, $0) }.min() ?? 0 }.max() ?? 0
  }
  var blocks: [[Int]] = []
  for i in values.indices {
    if i > 0, abs(fitted[i] - fitted[i - 1]) < 1e-12 {
      blocks[blocks.count - 1] += rows[i]
    } else {
      blocks.append(rows[i])
    }
  }
  let smoothed = { (block: [Int]) in (Double(block.count { correct[$0] }) + 0.5) / Double(block.count + 1) }
  while let place = blocks.indices.dropLast().first(where: {
    smoothed(blocks[$0]) >= smoothed(blocks[$0 + 1])
  }) {
    blocks[place] += blocks.remove(at: place + 1)
  }
  return blocks.map { block in (block.reduce(0) { $0 + outputs[$1] } / Double(block.count), smoothed(block)) }
}

struct IsotonicMapTests {
  @Test(arguments: 0..<80 as Range<UInt64>)
  func `knots are those of the definition, by brute force`(seed: UInt64) throws {
    let (outputs, correct) = draw(rows: 5 + Int(seed % 40), seed: seed)
    let map = try #require(IsotonicMap(fitting: outputs, correct: correct))
    let expected = bruteForce(outputs, correct)
    #expect(map.outputs.count == expected.count)
    for (place, knot) in expected.enumerated() {
      #expect(agree(map.outputs[place], knot.output, absolute: 1e-9))
      #expect(agree(map.probabilities[place], knot.probability, absolute: 1e-12))
    }
  }

  @Test func `it is linear between knots and constant beyond them`() throws {
    let map = try #require(IsotonicMap(outputs: [-1, 1, 2], probabilities: [0.2, 0.6, 0.6]))
    let points = [(-5.0, 0.2), (-1, 0.2), (0, 0.4), (0.5, 0.5), (1, 0.6), (1.5, 0.6), (9, 0.6)]
    for (output, probability) in points {
      #expect(agree(map.probability(of: output), probability, absolute: 1e-12))
    }
  }

  @Test func `all rows right or all wrong are one knot, never certain`() throws {
    let right = try #require(IsotonicMap(fitting: [1, 2, 3], correct: [true, true, true]))
    #expect(right.probabilities == [3.5 / 4])
    let wrong = try #require(IsotonicMap(fitting: [1, 2, 3], correct: [false, false, false]))
    #expect(wrong.probabilities == [0.5 / 4])
    #expect(IsotonicMap(fitting: [], correct: []) == nil)
  }

  @Test func `knots that are no monotone map are refused`() {
    #expect(IsotonicMap(outputs: [], probabilities: []) == nil)
    #expect(IsotonicMap(outputs: [1], probabilities: [0.1, 0.2]) == nil)
    #expect(IsotonicMap(outputs: [1, 1], probabilities: [0.1, 0.2]) == nil)
    #expect(IsotonicMap(outputs: [1, 2], probabilities: [0.2, 0.1]) == nil)
    #expect(IsotonicMap(outputs: [1, .infinity], probabilities: [0.1, 0.2]) == nil)
    #expect(IsotonicMap(outputs: [1, 2], probabilities: [0.1, 1.2]) == nil)
    #expect(IsotonicMap(outputs: [1, 2], probabilities: [.nan, 0.2]) == nil)
  }
}
