import LearningToDefer
import Testing

struct SeededGeneratorTests {
  @Test func `a seed's sequence never changes`() {
    // Recorded once: weights, shuffles and simulated experts depend on it.
    var generator = SeededGenerator(seed: 42)
    #expect((0..<3).map { _ in generator.next() } == Self.recorded)
  }

  private static let recorded: [UInt64] = [
    0x1578_0b2e_0c2e_c716, 0x6104_d986_6d11_3a7e, 0xae17_5332_39e4_99a1,
  ]

  @Test func `numbers are uniform`() {
    var generator = SeededGenerator(seed: 1)
    var counts = [Int](repeating: 0, count: 7)
    var sum = 0.0
    for _ in 0..<70_000 {
      counts[generator.index(below: 7)] += 1
      let number = generator.uniform()
      #expect(number >= 0 && number < 1)
      sum += number
    }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
    #expect(agree(sum / 70_000, 0.5, absolute: 0.005))
  }

  @Test func `every order comes about as often`() {
    var generator = SeededGenerator(seed: 2)
    var seen: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var order = [0, 1, 2, 3]
      generator.shuffle(&order)
      seen[order, default: 0] += 1
    }
    #expect(seen.count == 24)
    #expect(seen.values.allSatisfy { abs($0 - 1000) < 150 })
  }
}
