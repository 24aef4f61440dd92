/// Soft targets for rows without an outcome that several experts labelled.
///
/// Beyond the paper, off by default. `DawidSkene` is fitted on rows with a true class and on those with two labels or more; of the latter those
/// whose likeliest class reaches the threshold keep their posterior. They are for training alone: never for early stopping,
/// calibration, evaluation or the gate, whose truths must not come from the experts that they judge.
package struct InferredTruths: Sendable, Equatable {
  /// The rows without an outcome and with two labels or more.
  package let candidates: Int
  private let posteriors: [Int: [Double]]

  /// The rows that have a soft target.
  package var rows: Dictionary<Int, [Double]>.Keys { posteriors.keys }
  /// How many they are.
  package var count: Int { posteriors.count }

  /// Infers the truths of some rows.
  ///
  /// - Parameters:
  ///   - rows: Training rows, with an outcome or not.
  ///   - threshold: The least `P(y = k | labels)` of the likeliest class.
  /// - Complexity: As for `DawidSkene`.
  package init(_ examples: Examples, rows: [Int], threshold: Double) {
    let experts = examples.experts.count
    let labels = { (row: Int) in examples.expertLabels[row * experts..<(row + 1) * experts] }
    let unknown = rows.filter { row in examples.labels[row] < 0 && labels(row).count { $0 >= 0 } >= 2 }
    candidates = unknown.count
    guard !unknown.isEmpty else {
      posteriors = [:]
      return
    }
    let taken = rows.filter { examples.labels[$0] >= 0 } + unknown
    let fitted = DawidSkene(
      labels: taken.flatMap(labels), truths: taken.map { examples.labels[$0] }, experts: experts,
      classes: examples.classes.count)
    let classes = examples.classes.count
    let inferred = (taken.count - unknown.count..<taken.count).map { place in
      (taken[place], Array(fitted.posteriors[place * classes..<(place + 1) * classes]))
    }
    posteriors = Dictionary(
      inferred.filter { ($0.1.max() ?? 0) >= threshold }, uniquingKeysWith: { first, _ in first })
  }

  /// `P(y = k | labels)` `[K]` of a row; nil where it has no soft target.
  package subscript(row: Int) -> [Double]? { posteriors[row] }
}
