/// The order in which one epoch sees the training rows.
package struct EpochOrder: Sendable, Equatable {
  /// A run of the order, and the parts of the table that its rows are in.
  package struct Window: Sendable, Equatable {
    /// Where the run starts in `rows`; it ends where the next window starts.
    package let start: Int
    /// The table's rows, in the order in which they are read.
    package let blocks: [Range<Int>]
  }

  /// The rows.
  package let rows: [Int]
  /// The windows of a shuffle by blocks; empty where all rows are shuffled at once.
  package let windows: [Window]
}

/// Draws every epoch's order: a function of the seed and the epoch's number alone.
///
/// A training that was interrupted so goes on in the same order without having kept it.
struct EpochOrders: Sendable {
  private let rows: [Int]
  private let seed: UInt64
  private let blocks: BlockShuffle?

  /// - Parameter rows: Ascending.
  init(rows: [Int], seed: UInt64, blocks: BlockShuffle?) {
    self.rows = rows
    // Another stream than the initial weights'.
    self.seed = seed ^ 0x7368_7566_666c_6500
    self.blocks = blocks
  }

  /// The order of an epoch, from 1.
  /// - Complexity: O(rows + epoch).
  func order(epoch: Int) -> EpochOrder {
    var seeds = SeededGenerator(seed: seed)
    for _ in 1..<epoch { _ = seeds.next() }
    var generator = SeededGenerator(seed: seeds.next())
    if let blocks { return blocks.shuffle(rows, with: &generator) }
    var order = rows
    generator.shuffle(&order)
    return EpochOrder(rows: order, windows: [])
  }
}
