/// Rows in bins of about equal size, by rising confidence; rows that tie are never parted.
///
/// The adaptive bins of Nixon et al. (2019). A bin has at least two rows where there are two.
struct EqualMassBins {
  /// The sums of one bin over its residuals `r = c - s`: outcome minus confidence.
  struct Bin: Equatable {
    var rows = 0
    /// `Σ r`.
    var sum = 0.0
    /// `Σ r²`.
    var squares = 0.0
  }

  let rows: Int
  let bins: [Bin]

  /// - Complexity: O(n).
  init(_ sample: ConfidenceSample, bins count: Int) {
    precondition(count > 0, "there is at least one bin")
    rows = sample.rows
    let rising = RadixSort.sorted(zip(sample.confidence, sample.correct).map(RankedRow.init)) { $0.key }
    bins = Self.ends(rising, bins: count).map { range in
      rising[range].reduce(into: Bin()) { bin, row in
        let residual = (row.isCorrect ? 1 : 0) - row.confidence
        bin.rows += 1
        bin.sum += residual
        bin.squares += residual * residual
      }
    }
  }

  private static func ends(_ rising: [RankedRow], bins: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < rising.count {
      let left = max(1, bins - ranges.count)
      var end = min(rising.count, start + max(2, (rising.count - start + left - 1) / left))
      while end < rising.count, rising[end].confidence == rising[end - 1].confidence { end += 1 }
      if rising.count - end < 2 { end = rising.count }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }
}

/// A confidence, and behind it whether it came true, in one number.
///
/// The truth takes part in the order, so that the order of rows never shows in a last digit.
private struct RankedRow {
  let key: UInt64

  /// - Parameter confidence: In `[0, 1]`, whose bits rise with it and leave the highest two free.
  init(confidence: Double, isCorrect: Bool) {
    key = (confidence + 0).bitPattern << 1 | (isCorrect ? 1 : 0)
  }

  var confidence: Double { Double(bitPattern: key >> 1) }
  var isCorrect: Bool { key & 1 == 1 }
}
