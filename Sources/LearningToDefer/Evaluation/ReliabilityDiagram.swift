/// Confidence against accuracy in equal-width bins over `[0, 1]`.
///
/// Bin i is `(i/n, (i+1)/n]`; 0 belongs to the first.
package struct ReliabilityDiagram: Sendable, Equatable {
  /// One bin with rows in it.
  package struct Point: Sendable, Equatable {
    /// The mean confidence of the bin's rows.
    package let confidence: Double
    /// The share of them that was right.
    package let accuracy: Double
    /// Their number.
    package let rows: Int
    /// Where the accuracy of many such rows would lie, 95 % (Wilson's interval): the band of a diagram.
    package let interval: ClosedRange<Double>
  }

  /// Where bins end and begin, `[bins + 1]`.
  private let edges: [Double]
  private var counts: [Int]
  private var correct: [Int]
  private var confidences: [Double]

  /// Starts without rows.
  package init(bins: Int = 15) {
    precondition(bins > 0, "a diagram has at least one bin")
    edges = (0...bins).map { Double($0) / Double(bins) }
    counts = [Int](repeating: 0, count: bins)
    correct = counts
    confidences = [Double](repeating: 0, count: bins)
  }

  /// Adds one row with its confidence in `[0, 1]`.
  package mutating func add(confidence: Double, correct isCorrect: Bool) {
    precondition(confidence >= 0 && confidence <= 1, "a confidence is in [0, 1]")
    let bin = bin(of: confidence)
    counts[bin] += 1
    confidences[bin] += confidence
    if isCorrect { correct[bin] += 1 }
  }

  /// The number of rows.
  package var rows: Int { counts.reduce(0, +) }

  /// The mean of `|accuracy - mean confidence|` weighted by rows; nil without rows.
  package var expectedCalibrationError: Double? {
    guard rows > 0 else { return nil }
    let gaps = counts.indices.map { abs(Double(correct[$0]) - confidences[$0]) }
    return gaps.reduce(0, +) / Double(rows)
  }

  /// The bins that have rows, ascending.
  package var points: [Point] {
    counts.indices.filter { counts[$0] > 0 }.map { bin in
      Point(
        confidence: confidences[bin] / Double(counts[bin]),
        accuracy: Double(correct[bin]) / Double(counts[bin]), rows: counts[bin],
        interval: BinomialInterval.of(successes: correct[bin], trials: counts[bin]))
    }
  }

  // The product's rounding may cross an edge, so the edges themselves decide.
  private func bin(of confidence: Double) -> Int {
    var bin = min(Int(confidence * Double(counts.count)), counts.count - 1)
    while bin > 0 && confidence <= edges[bin] { bin -= 1 }
    while bin < counts.count - 1 && confidence > edges[bin + 1] { bin += 1 }
    return bin
  }
}
