import Foundation

/// Rows of experts' scores and of who is right.
struct ScoredRows {
  let experts: Int
  private(set) var scores: [Double] = []
  private(set) var correct: [Bool] = []

  var count: Int { scores.count / experts }

  init(experts: Int) { self.experts = experts }

  mutating func append(_ scores: some Collection<Double>, correct: some Collection<Bool>) {
    self.scores += scores
    self.correct += correct
  }

  /// Makes scores tie, in steps of one over `steps`.
  mutating func round(to steps: Double) {
    scores = scores.map { ($0 * steps).rounded() / steps }
  }

  func taking(_ rows: some Collection<Int>) -> ScoredRows {
    var taken = ScoredRows(experts: experts)
    for row in rows { taken.append(scores(of: row), correct: truths(of: row)) }
    return taken
  }

  func scores(of row: Int) -> ArraySlice<Double> { scores[row * experts..<(row + 1) * experts] }

  func truths(of row: Int) -> ArraySlice<Bool> { correct[row * experts..<(row + 1) * experts] }

  func right(in row: Int) -> [Int] { (0..<experts).filter { correct[row * experts + $0] } }

  /// The outputs of a one-vs-all model that gives these scores as probabilities, its classes' outputs first.
  func logits(of row: Int, classes: [Float]) -> [Float] {
    let width = classes.count / count
    return Array(classes[row * width..<(row + 1) * width]) + scores(of: row).map { Float(log($0 / (1 - $0))) }
  }
}
