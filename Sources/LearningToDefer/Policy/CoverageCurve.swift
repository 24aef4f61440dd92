/// The system's accuracy against the classifier's coverage, at 100 thresholds on the advantage `D`.
///
/// Beyond the paper. Coverage is the share of rows that the classifier answers itself.
package struct CoverageCurve: Sendable, Equatable {
  /// What is known of one row.
  package struct Row: Sendable {
    /// `D = max_j (s_j - c_j) - p_h`.
    package let advantage: Double
    /// Whether the classifier would be right.
    package let classifierRight: Bool
    /// Whether the expert who reaches the maximum would be right.
    package let expertRight: Bool

    /// Joins what is known.
    package init(advantage: Double, classifierRight: Bool, expertRight: Bool) {
      precondition(!advantage.isNaN, "an advantage is a number")
      self.advantage = advantage
      self.classifierRight = classifierRight
      self.expertRight = expertRight
    }
  }

  /// One threshold's figures.
  package struct Point: Sendable, Equatable {
    /// The share of rows that the classifier answers.
    package let coverage: Double
    /// The share of rows that whoever decides gets right.
    package let accuracy: Double
  }

  /// How many thresholds there are.
  package static let thresholds = 100

  /// The points by rising coverage, from 0 to 1; rows that tie are never parted.
  package let points: [Point]

  /// Makes the curve; nil without rows.
  ///
  /// - Complexity: O(n).
  package init?(_ rows: [Row]) {
    guard !rows.isEmpty else { return nil }
    let rising = RadixSort.sorted(rows) { $0.advantage.sortKey }
    var right = [rising.count { $0.expertRight }]
    right.reserveCapacity(rising.count + 1)
    for row in rising {
      right.append(right[right.count - 1] + (row.classifierRight ? 1 : 0) - (row.expertRight ? 1 : 0))
    }
    points = (0..<Self.thresholds).map { step in
      var answered = rising.count * step / (Self.thresholds - 1)
      while answered > 0, answered < rising.count,
        rising[answered].advantage == rising[answered - 1].advantage
      { answered += 1 }
      return Point(
        coverage: Double(answered) / Double(rising.count),
        accuracy: Double(right[answered]) / Double(rising.count))
    }
  }

  /// The area under the curve, by trapezoids over coverage 0 to 1.
  package var area: Double {
    zip(points, points.dropFirst()).reduce(0) { sum, pair in
      sum + (pair.1.coverage - pair.0.coverage) * (pair.0.accuracy + pair.1.accuracy) / 2
    }
  }
}
