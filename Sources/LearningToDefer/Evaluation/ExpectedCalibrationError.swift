/// How far confidences are from the accuracies that they promise.
package enum ExpectedCalibrationError {
  /// Sorts rows into equal-width bins and averages `|accuracy - mean confidence|`; nil without rows.
  ///
  /// - Parameters:
  ///   - confidence: In `[0, 1]`, `[rows]`.
  ///   - correct: Whether each row was right, `[rows]`.
  package static func of(confidence: [Double], correct: [Bool], bins: Int = 15) -> Double? {
    precondition(confidence.count == correct.count, "each confidence has its truth")
    var diagram = ReliabilityDiagram(bins: bins)
    for (confidence, correct) in zip(confidence, correct) {
      diagram.add(confidence: confidence, correct: correct)
    }
    return diagram.expectedCalibrationError
  }
}
