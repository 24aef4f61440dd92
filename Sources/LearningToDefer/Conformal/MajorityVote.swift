/// The answer of several experts: the label that most of them gave.
package enum MajorityVote {
  /// Counts votes.
  ///
  /// A tie goes to the tied label whose voters have the highest summed weight; where that ties too, to the lowest label.
  ///
  /// - Parameter votes: Each expert's label, and `P(m_j = y | x)` as its weight.
  /// - Returns: Nil without a vote.
  /// - Complexity: O(votes).
  package static func of<Label: Hashable & Comparable>(
    _ votes: some Sequence<(label: Label, weight: Double)>
  ) -> Label? {
    var tally: [Label: (count: Int, weight: Double)] = [:]
    for vote in votes {
      let before = tally[vote.label] ?? (0, 0)
      tally[vote.label] = (before.count + 1, before.weight + vote.weight)
    }
    return tally.max { left, right in
      let (a, b) = (left.value, right.value)
      return (a.count, a.weight, right.key) < (b.count, b.weight, left.key)
    }?.key
  }
}
