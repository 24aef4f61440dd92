/// The answer of several experts: the label that most of them gave.
package enum MajorityVote {
  /// Counts votes.
  ///
  /// A tie goes to the tied label whose voters have the highest summed weight; where that ties too, to the lowest label.
  ///
  /// - Parameter votes: Each expert's label, and `P(m_j = y | x)` as its weight.
  /// - Returns: Nil without a vote.
  /// - Complexity: O(votes · labels).
  package static func of<Label: Comparable>(
    _ votes: some Sequence<(label: Label, weight: Double)>
  ) -> Label? {
    var tally: [(label: Label, count: Int, weight: Double)] = []
    for vote in votes {
      if let place = tally.firstIndex(where: { $0.label == vote.label }) {
        tally[place].count += 1
        tally[place].weight += vote.weight
      } else {
        tally.append((vote.label, 1, vote.weight))
      }
    }
    return tally.max { a, b in (a.count, a.weight, b.label) < (b.count, b.weight, a.label) }?.label
  }
}
