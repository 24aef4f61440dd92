/// The naive statistic: it bounds the chance to miss any correct expert, not the share missed.
///
/// Eq. 14. A row's score is the sum of `s_j = P(m_j = y | x)` from the top expert down to the lowest-placed correct one. Rows
/// without a correct expert have no score.
package struct NaiveConformal: Sendable, Equatable {
  /// The rows' scores, ascending.
  package let sortedScores: [Double]

  /// Keeps scores that were fitted before.
  package init(sortedScores: [Double]) {
    self.sortedScores = sortedScores
  }

  /// Scores calibration rows.
  ///
  /// - Parameters:
  ///   - scores: The probabilities `s` `[n, J]`.
  ///   - correct: Whether each expert is right `[n, J]`.
  /// - Complexity: O(n (J log J + log n)).
  package init(scores: [Double], correct: [Bool], experts: Int) {
    precondition(experts > 0 && scores.count % experts == 0, "scores are [n, J]")
    precondition(scores.count == correct.count, "each score has its truth")
    sortedScores = stride(from: 0, to: scores.count, by: experts).compactMap { start in
      Self.rowScore(scores[start..<start + experts], correct: correct[start..<start + experts])
    }.sorted()
  }

  /// The smallest score of rank `n + 1 - floor((n + 1) α + 1e-9)`; nil, every expert, if that exceeds n.
  ///
  /// - Complexity: O(1).
  package func threshold(alpha: Double) -> Double? {
    let n = sortedScores.count
    let rank = n + 1 - Int((Double(n + 1) * min(max(alpha, 0), 1) + 1e-9).rounded(.down))
    return rank > n ? nil : sortedScores[max(rank, 1) - 1]
  }

  private static func rowScore(_ scores: ArraySlice<Double>, correct: ArraySlice<Bool>) -> Double? {
    let order = ConformalSet.fallingOrder(Array(scores))
    guard let last = order.lastIndex(where: { correct[correct.startIndex + $0] }) else { return nil }
    return order[...last].reduce(0) { $0 + scores[scores.startIndex + $1] }
  }
}
