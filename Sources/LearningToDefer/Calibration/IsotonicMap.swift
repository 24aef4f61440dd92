/// A monotone piecewise linear map through knots; constant beyond the first and the last.
package struct IsotonicMap: Sendable, Hashable {
  /// The knots' outputs, strictly rising, at least one.
  package let outputs: [Double]
  /// The knots' probabilities, never falling.
  package let probabilities: [Double]

  /// Takes knots; nil for any that are not finite, not in order or no probabilities.
  package init?(outputs: [Double], probabilities: [Double]) {
    guard !outputs.isEmpty, outputs.count == probabilities.count, outputs.allSatisfy(\.isFinite),
      zip(outputs, outputs.dropFirst()).allSatisfy(<),
      probabilities.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      zip(probabilities, probabilities.dropFirst()).allSatisfy(<=)
    else { return nil }
    self.outputs = outputs
    self.probabilities = probabilities
  }

  /// The probability at an output.
  ///
  /// - Complexity: O(log knots).
  package func probability(of output: Double) -> Double {
    var low = 0
    var high = outputs.count
    while low < high {
      let middle = (low + high) / 2
      if outputs[middle] <= output { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return probabilities[0] }
    guard low < outputs.count else { return probabilities[outputs.count - 1] }
    let share = (output - outputs[low - 1]) / (outputs[low] - outputs[low - 1])
    let (from, to) = (probabilities[low - 1], probabilities[low])
    // Rounding must not leave the step.
    return min(to, from + share * (to - from))
  }
}

extension IsotonicMap {
  /// One pool of rows.
  private struct Block {
    var rows: Int
    var right: Int
    /// `Σ u`.
    var sum: Double

    var mean: Double { sum / Double(rows) }
    var share: Double { Double(right) / Double(rows) }
    /// `(right + 1/2) / (n + 1)`: never 0 or 1, as no number of rows proves either.
    var probability: Double { (Double(right) + 0.5) / Double(rows + 1) }

    mutating func merge(_ other: Block) {
      rows += other.rows
      right += other.right
      sum += other.sum
    }
  }

  /// Fits the map by pooling adjacent violators; nil without rows.
  ///
  /// The algorithm of Ayer and others (1955): neighbours are pooled until their shares of right rows rise; then each block
  /// counts `(right + 1/2) / (n + 1)`, and those that fall are pooled again. A block is a knot at its mean output.
  ///
  /// - Complexity: O(n log n).
  package init?(fitting outputs: [Double], correct: [Bool]) {
    precondition(outputs.count == correct.count, "each output has its truth")
    let rows = outputs.indices.sorted { outputs[$0] < outputs[$1] }.map {
      Block(rows: 1, right: correct[$0] ? 1 : 0, sum: outputs[$0])
    }
    // Rows of one output are one block, whatever the shares; rounding can also give two blocks one mean.
    let tied = Self.pooled(rows) { $0.mean >= $1.mean }
    let shares = Self.pooled(tied) { $0.share >= $1.share }
    let blocks = Self.pooled(Self.pooled(shares) { $0.probability >= $1.probability }) { $0.mean >= $1.mean }
    self.init(outputs: blocks.map(\.mean), probabilities: blocks.map(\.probability))
  }

  private static func pooled(_ blocks: [Block], while violate: (Block, Block) -> Bool) -> [Block] {
    var pooled: [Block] = []
    for var block in blocks {
      while let before = pooled.last, violate(before, block) {
        pooled.removeLast()
        block.merge(before)
      }
      pooled.append(block)
    }
    return pooled
  }
}
