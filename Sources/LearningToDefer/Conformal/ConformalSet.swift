/// Makes the set of experts of one row; it always holds the top one of those available.
package enum ConformalSet {
  /// `{ j : s_j ≥ t }` among the available experts, and the top one.
  ///
  /// - Parameter scores: The served scores `[J]`.
  /// - Complexity: O(J).
  package static func exact(
    scores: UnsafeBufferPointer<Double>, threshold: ConformalThreshold, available: ExpertSet
  ) -> ExpertSet {
    guard threshold != .everyone else { return available }
    var set = ExpertSet(of: available.capacity)
    guard let top = top(scores, available: available) else { return set }
    set.insert(top)
    guard case .threshold(let t) = threshold else { return set }
    for j in 0..<available.capacity where available.contains(j) && scores[j] >= t { set.insert(j) }
    return set
  }

  /// Takes available experts by falling probability while their sum stays within the threshold.
  ///
  /// - Parameters:
  ///   - probabilities: `P(m_j = y | x)` `[J]`.
  ///   - threshold: Nil takes every expert.
  /// - Complexity: O(J log J).
  package static func naive(
    probabilities: UnsafeBufferPointer<Double>, threshold: Double?, available: ExpertSet
  ) -> ExpertSet {
    guard let threshold else { return available }
    var set = ExpertSet(of: available.capacity)
    var sum = 0.0
    for j in fallingOrder(probabilities) where available.contains(j) {
      sum += probabilities[j]
      guard set.isEmpty || sum <= threshold else { break }
      set.insert(j)
    }
    return set
  }

  /// The available expert with the highest score; the lowest index wins a tie.
  package static func top(_ scores: UnsafeBufferPointer<Double>, available: ExpertSet) -> Int? {
    var top: Int?
    for j in 0..<available.capacity where available.contains(j) {
      if let best = top, scores[j] <= scores[best] { continue }
      top = j
    }
    return top
  }

  /// Indices by falling score; the lower index first on a tie.
  static func fallingOrder(_ scores: some RandomAccessCollection<Double>) -> [Int] {
    let values = Array(scores)
    return values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
  }
}
