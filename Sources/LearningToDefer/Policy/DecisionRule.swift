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
  /// - Parameter h: The classifier's answer, `estimator.predictedClass(row)`.
  /// - Complexity: O(K + J).
  package static func decide(
    _ row: UnsafeBufferPointer<Float>, predictedClass h: Int, estimator: CorrectnessEstimator,
    available: ExpertSet
  ) -> DecisionMaker {
    precondition(row.count == estimator.width, "a row is as wide as its model's outputs")
    precondition(available.capacity == estimator.experts, "the set is of the model's experts")
    guard let first = estimator.firstExpert else { return .classifier }
    var chosen: Int?
    for j in 0..<available.capacity where available.contains(j) {
      if let best = chosen, row[first + j] <= row[first + best] { continue }
      chosen = j
    }
    guard let chosen else { return .classifier }
    return estimator.classifierOutput(row, answer: h) > Double(row[first + chosen])
      ? .classifier : .expert(chosen)
  }
}
