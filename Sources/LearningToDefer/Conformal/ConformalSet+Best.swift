extension ConformalSet {
  /// The available experts with the highest scores, without a guarantee.
  ///
  /// - Parameters:
  ///   - count: How many at most; fewer where fewer are available.
  ///   - scores: The served scores `[J]`; the lower index wins a tie.
  /// - Complexity: O(count · J).
  package static func best(
    _ count: Int, scores: UnsafeBufferPointer<Double>, available: ExpertSet
  ) -> ExpertSet {
    var (best, left) = (ExpertSet(of: available.capacity), available)
    for _ in 0..<max(count, 0) {
      guard let top = top(scores, available: left) else { break }
      best.insert(top)
      left.remove(top)
    }
    return best
  }
}
