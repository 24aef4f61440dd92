import LearningToDefer
import Testing

struct ExpertSetTests {
  @Test(arguments: [0, 1, 63, 64, 65, 128, 129, 1000])
  func `everybody is a member of the full set`(capacity: Int) {
    let all = ExpertSet(all: capacity)
    #expect(all.count == capacity)
    #expect(all.isFull)
    #expect(all.indices == Array(0..<capacity))
    #expect(all == ExpertSet(0..<capacity, of: capacity))
  }

  @Test(arguments: [5, 64, 200])
  func `it behaves as the standard set`(capacity: Int) {
    var generator = SeededGenerator(seed: UInt64(capacity))
    var set = ExpertSet(of: capacity)
    var reference: Set<Int> = []
    for _ in 0..<2000 {
      let index = generator.index(below: capacity)
      if generator.uniform() < 0.5 {
        set.insert(index)
        reference.insert(index)
      } else {
        set.remove(index)
        reference.remove(index)
      }
      #expect(set.count == reference.count)
      #expect(set.contains(index) == reference.contains(index))
    }
    #expect(set.indices == reference.sorted())
    let even = ExpertSet(stride(from: 0, to: capacity, by: 2), of: capacity)
    #expect(set.intersection(even).indices == reference.filter { $0 % 2 == 0 }.sorted())
  }

  @Test func `equal sets are one cache key`() {
    var built = ExpertSet(of: 70)
    for index in [69, 3, 12] { built.insert(index) }
    built.insert(5)
    built.remove(5)
    let cache = [ExpertSet([3, 12, 69], of: 70): "found"]
    #expect(cache[built] == "found")
  }
}
