extension ConformalSet {
  /// The available experts with the highest scores, without a guarantee.
  ///
  /// - Parameters:
  ///   - count: How many at most; fewer where fewer are available.
  ///   - scores: The served scores `[J]`; the lower index wins a tie.
  /// - Complexity: O(J log J).
  package static func best(
    _ count: Int, scores: UnsafeBufferPointer<Double>, available: ExpertSet
  ) -> ExpertSet {
    ExpertSet(fallingOrder(scores).lazy.filter(available.contains).prefix(count), of: available.capacity)
  }
}
