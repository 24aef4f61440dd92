/// The classifier and the rejector, on raw outputs.
///
/// Eq. 7 and 8. Probabilities are never compared: at large logits they saturate and tie.
package enum DecisionRule {
  /// Decides on one row of logits `[K + J]`.
  ///
  /// The classifier answers where `g_h > g_⊥j` for every available j, else the expert with the largest output is
  /// asked. A tie defers; the lowest index wins; with nobody available the classifier answers.
  ///
  /// - Complexity: O(K + J).
  package static func decide(
    _ logits: UnsafeBufferPointer<Float>, classes: Int, available: ExpertSet
  ) -> DecisionMaker {
    precondition(logits.count == classes + available.capacity, "logits are [K + J]")
    var chosen: Int?
    for j in 0..<available.capacity where available.contains(j) {
      if let best = chosen, logits[classes + j] <= logits[classes + best] { continue }
      chosen = j
    }
    guard let chosen, let h = firstLargest(logits, in: 0..<classes) else { return .classifier }
    return logits[h] > logits[classes + chosen] ? .classifier : .expert(chosen)
  }

  /// The first index of the largest value in `range`; nil for an empty range.
  static func firstLargest(_ values: UnsafeBufferPointer<Float>, in range: Range<Int>) -> Int? {
    guard var best = range.first else { return nil }
    for index in range.dropFirst() where values[index] > values[best] { best = index }
    return best
  }
}
