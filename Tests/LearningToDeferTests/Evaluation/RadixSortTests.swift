import LearningToDefer
import Testing

struct RadixSortTests {
  @Test(arguments: [0, 1, 7, 2048, 2049, 10_000])
  func `numbers come out as a sort by comparisons has them`(count: Int) {
    var generator = SeededGenerator(seed: 3)
    // Ties, both signs and numbers of all sizes.
    let numbers = (0..<count).map { _ -> Double in
      let number = generator.uniform() - 0.5
      return generator.index(below: 3) == 0 ? (number * 8).rounded() : number * 1e-9
    }
    #expect(RadixSort.sorted(numbers, by: \.sortKey) == numbers.sorted())
  }

  @Test func `what ties stays in its order`() {
    let rows = (0..<5000).map { (key: UInt64($0 % 7), place: $0) }
    let sorted = RadixSort.sorted(rows) { $0.key }
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      #expect(left.key < right.key || left.key == right.key && left.place < right.place)
    }
  }

  @Test func `keys rise with their numbers, and the zeros share one`() {
    let rising = [-Double.infinity, -2, -1e-300, 0, 1e-300, 1, 2, .infinity]
    #expect(rising.map(\.sortKey) == rising.map(\.sortKey).sorted())
    #expect((-0.0).sortKey == 0.0.sortKey)
  }
}
