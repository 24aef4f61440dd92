/// The classifier and the rejector, on raw outputs.
///
/// Eq. 7 and 8. Probabilities are never compared: at large logits they saturate and tie.
package enum DecisionRule {
  /// Decides on one row of a model's outputs.
  ///
  /// The classifier answers where its output (`g_h` in the paper) exceeds `g_⊥j` for every available j, else the
  /// expert with the largest output is asked. A tie defers; the lowest index wins; with nobody available the
  /// classifier answers.
  ///
  /// - Complexity: O(K + J).
  package static func decide(
    _ row: UnsafeBufferPointer<Float>, estimator: CorrectnessEstimator, available: ExpertSet
  ) -> DecisionMaker {
    precondition(row.count == estimator.width, "a row is as wide as its model's outputs")
    precondition(available.capacity == estimator.experts, "the set is of the model's experts")
    let first = estimator.firstExpert
    var chosen: Int?
    for j in 0..<available.capacity where available.contains(j) {
      if let best = chosen, row[first + j] <= row[first + best] { continue }
      chosen = j
    }
    guard let chosen else { return .classifier }
    return estimator.classifierOutput(row) > Double(row[first + chosen]) ? .classifier : .expert(chosen)
  }

  /// The first index of the largest value in `range`; nil for an empty range.
  static func firstLargest(_ values: UnsafeBufferPointer<Float>, in range: Range<Int>) -> Int? {
    guard var best = range.first else { return nil }
    for index in range.dropFirst() where values[index] > values[best] { best = index }
    return best
  }
}
