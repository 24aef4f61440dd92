import LearningToDefer
import Testing

private let rows = (0..<10_000).filter { $0 % 3 != 0 }

private func shuffled(_ seed: UInt64, blockRows: Int = 5) -> EpochOrder {
  var generator = SeededGenerator(seed: seed)
  return BlockShuffle(blockRows: blockRows).shuffle(rows, with: &generator)
}

struct BlockShuffleTests {
  @Test func `it is a permutation, the same for one seed and another for another`() {
    let order = shuffled(1)
    #expect(order.rows.sorted() == rows)
    #expect(shuffled(1) == order)
    #expect(shuffled(2).rows != order.rows)
  }

  @Test func `a window has no more than its blocks, and says which`() throws {
    let order = shuffled(1)
    let ends = order.windows.dropFirst().map(\.start) + [order.rows.count]
    #expect(order.windows.count == 8)  // 2000 blocks, 256 a window
    for (window, end) in zip(order.windows, ends) {
      let seen = Set(order.rows[window.start..<end].map { $0 / 5 })
      #expect(seen.count <= BlockShuffle.blocksInWindow)
      #expect(seen == Set(window.blocks.flatMap { [$0.lowerBound / 5, ($0.upperBound - 1) / 5] }))
      #expect(
        order.rows[window.start..<end].allSatisfy { row in window.blocks.contains { $0.contains(row) } })
    }
  }

  @Test func `rows are mixed within a window and blocks over the file`() {
    let order = shuffled(1)
    let first = order.rows.prefix(200)
    // 200 of the 853 rows of 256 blocks in random order: a block's neighbours stand together by chance alone.
    let neighbours = zip(first, first.dropFirst()).count { abs($0 - $1) <= 2 }
    #expect(neighbours < 10)
    // 256 (1 - (1 - 1/256)^200) = 139 blocks are expected.
    #expect((120...160).contains(Set(first.map { $0 / 5 }).count))
    // The first window is spread over the whole file.
    let blocks = order.windows[0].blocks.map { $0.lowerBound / 5 }
    #expect((blocks.min() ?? 2000) < 50 && (blocks.max() ?? 0) > 1950)
  }

  @Test func `every place of a window gets every row alike`() {
    // Two blocks of three rows: one window, so all 720 orders are equally likely, by the mean of each place.
    var sums = [Double](repeating: 0, count: 6)
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      for (place, row) in BlockShuffle(blockRows: 3).shuffle(Array(0..<6), with: &generator).rows.enumerated()
      {
        sums[place] += Double(row)
      }
    }
    // Standard error: √(35/12) / √20000 = 0.012.
    #expect(sums.allSatisfy { abs($0 / 20_000 - 2.5) < 0.05 })
  }

  @Test func `only a mapped table beyond half of the memory is shuffled by blocks`() {
    let memory = 64 << 20
    let own = FeatureTable([Float](repeating: 0, count: 1024), columns: 8)
    #expect(BlockShuffle(for: own, memory: 16) == nil)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 33 << 20, alignment: 8)
    defer { bytes.deallocate() }
    let mapped = FeatureTable(memory: bytes, rows: 33 << 10, columns: 256, owner: Owner())
    #expect(mapped.mappedBytes == 33 << 20)
    #expect(BlockShuffle(for: mapped, memory: 66 << 20) == nil)
    // An eighth of 64 MiB in 256 blocks of 1024 bytes a row.
    #expect(BlockShuffle(for: mapped, memory: memory)?.blockRows == 32)
    #expect(FeatureTable(joining: [own2, mapped], columns: 256).mappedBytes == 33 << 20)
  }

  private var own2: FeatureTable { FeatureTable([Float](repeating: 0, count: 256), columns: 256) }

  @Test func `a training by blocks learns as one by rows does`() throws {
    let examples = syntheticExamples(rows: 3000)
    let losses = try [nil, 10].map { block in
      var settings = TrainingSettings()
      settings.hidden = [16]
      settings.epochs = 8
      settings.batchSize = 32
      settings.shuffleBlock = block
      let training = Array(0..<2000)
      let trainer = Trainer(settings: settings)
      let outcome = try trainer.train(examples, training: training, validation: Array(2000..<3000))
      #expect(try trainer.train(examples, training: training, validation: Array(2000..<3000)) == outcome)
      return try #require(outcome.validationLoss)
    }
    #expect(losses[0] != losses[1])
    #expect(agree(losses[0], losses[1], relative: 0.02))
  }
}

private final class Owner: Sendable {}
