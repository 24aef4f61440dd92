/// Confidences in `[0, 1]` and whether each came true, one pair a row.
package struct ConfidenceSample: Sendable, Equatable {
  /// The confidences, `[rows]`.
  package private(set) var confidence: [Double] = []
  /// Whether each came true, `[rows]`.
  package private(set) var correct: [Bool] = []

  /// The number of rows.
  package var rows: Int { confidence.count }

  /// Starts without rows.
  package init() {}

  /// Takes whole columns of one length.
  package init(confidence: [Double], correct: [Bool]) {
    precondition(confidence.count == correct.count, "each confidence has its truth")
    precondition(confidence.allSatisfy { $0 >= 0 && $0 <= 1 }, "a confidence is in [0, 1]")
    self.confidence = confidence
    self.correct = correct
  }

  /// Adds one row.
  package mutating func add(confidence: Double, correct isCorrect: Bool) {
    precondition(confidence >= 0 && confidence <= 1, "a confidence is in [0, 1]")
    self.confidence.append(confidence)
    correct.append(isCorrect)
  }
}
