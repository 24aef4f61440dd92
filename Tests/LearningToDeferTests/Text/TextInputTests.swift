import LearningToDefer
import Testing

struct TextInputTests {
  @Test(
    arguments: [
      (0, 8, 1...2, 3...5, .buckets), ((1 << 26) + 1, 1, 1...2, 3...5, .buckets),
      (8, 0, 1...2, 3...5, .dimension),
      (8, 4097, 1...2, 3...5, .dimension), (1 << 20, 4096, 1...2, 3...5, .weights(1 << 32)),
      (8, 8, 0...2, 3...5, .words), (8, 8, 1...9, nil, .words), (8, 8, nil, 0...5, .characters),
      (8, 8, nil, 3...17, .characters), (8, 8, nil, nil, .nothing),
    ] as [(Int, Int, ClosedRange<Int>?, ClosedRange<Int>?, TextInputError)])
  func `sizes that cannot be used are refused`(
    buckets: Int, dimension: Int, words: ClosedRange<Int>?, characters: ClosedRange<Int>?,
    error: TextInputError
  ) {
    #expect(throws: error) {
      try TextInput(buckets: buckets, dimension: dimension, words: words, characters: characters)
    }
  }

  @Test func `tables are joined, cut and lent row by row`() {
    let table = TextTable(joining: [TextTable(["a", ""]), TextTable([String]()), TextTable(["é!"])])
    let texts = (0..<table.rows).map { table.withText($0) { String(decoding: $0, as: UTF8.self) } }
    #expect(texts == ["a", "", "é!"])
    #expect(table.first(2) == TextTable(["a", ""]))
    #expect(table.first(0).rows == 0)
    let long = String(repeating: "x", count: TextInput.byteLimit + 1)
    let beyond = TextTable(["a", long]).firstBeyondLimit(of: .standard)
    #expect(beyond?.row == 1 && beyond?.limit == .bytes(long.utf8.count))
    #expect(table.firstBeyondLimit(of: .standard) == nil)
  }
}
