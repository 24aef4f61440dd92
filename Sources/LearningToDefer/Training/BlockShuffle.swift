/// A shuffle for rows that lie in a file larger than memory: it needs few parts of the file at a time.
///
/// Blocks of neighbouring rows come in random order. The rows of 256 blocks together, a window, are shuffled and seen before
/// the next window begins, so that memory for one window, and one more that is read ahead, is enough. Many small blocks mix
/// better than few large ones where a file is sorted, by class for example.
package struct BlockShuffle: Sendable, Equatable {
  /// The blocks of a window.
  package static let blocksInWindow = 256
  /// The bytes of a block at most: enough for any disk to read it as fast as in a row.
  private static let blockBytes = 1 << 20

  /// The rows of a block: those whose numbers give one quotient by this.
  package let blockRows: Int

  /// Takes the number of a block's rows.
  package init(blockRows: Int) {
    precondition(blockRows > 0, "a block has rows")
    self.blockRows = blockRows
  }

  /// The shuffle for a table, or nil where all of its rows can stay in memory.
  ///
  /// A mapped table of more than half of the memory is shuffled by blocks, whose windows take an eighth of it or less.
  ///
  /// - Parameter memory: The bytes that the process may use.
  package init?(for table: FeatureTable, memory: Int) {
    guard table.mappedBytes > memory / 2 else { return nil }
    let bytes = min(memory / 8 / Self.blocksInWindow, Self.blockBytes)
    let rows = max(1, bytes / (4 * table.columns))
    // A power of two, so that a little more or less memory makes no other training.
    self.init(blockRows: 1 << (Int.bitWidth - 1 - rows.leadingZeroBitCount))
  }

  /// Puts rows, given in ascending order, in a random order.
  /// - Complexity: O(rows).
  package func shuffle(_ rows: [Int], with generator: inout SeededGenerator) -> EpochOrder {
    var blocks = slices(of: rows)
    generator.shuffle(&blocks)
    var order: [Int] = []
    order.reserveCapacity(rows.count)
    var windows: [EpochOrder.Window] = []
    for first in stride(from: 0, to: blocks.count, by: Self.blocksInWindow) {
      let window = blocks[first..<min(first + Self.blocksInWindow, blocks.count)]
      var mixed = window.flatMap { rows[$0] }
      generator.shuffle(&mixed)
      // Ascending, as a disk reads them fastest; the order of the blocks is in the rows.
      let parts = window.map { rows[$0.lowerBound]..<rows[$0.upperBound - 1] + 1 }
      windows.append(
        EpochOrder.Window(start: order.count, blocks: parts.sorted { $0.lowerBound < $1.lowerBound }))
      order += mixed
    }
    return EpochOrder(rows: order, windows: windows)
  }

  /// Where each block's rows stand among `rows`.
  private func slices(of rows: [Int]) -> [Range<Int>] {
    var slices: [Range<Int>] = []
    var start = 0
    for end in rows.indices.dropFirst() where rows[end] / blockRows != rows[start] / blockRows {
      slices.append(start..<end)
      start = end
    }
    return rows.isEmpty ? [] : slices + [start..<rows.count]
  }
}
