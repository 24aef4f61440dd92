extension CorrectnessEstimator {
  /// Lifts mapped scores that tie by the least steps there are, in the order of u.
  ///
  /// A set's top expert is then the one whom the keys `(v, u)` put first: isotonic maps are flat in places. Those who tie in u as well
  /// stay tied, for the lowest index.
  ///
  /// - Complexity: O(J log J).
  func partTies(_ scores: UnsafeMutableBufferPointer<Double>, of row: UnsafeBufferPointer<Float>) {
    guard let first = firstExpert else { return }
    let output = { (expert: Int) in row[first + expert] }
    let rising = scores.indices.sorted {
      scores[$0] != scores[$1] ? scores[$0] < scores[$1] : output($0) < output($1)
    }
    var before: (expert: Int, score: Double)?
    for expert in rising {
      let own = scores[expert]
      if let before {
        let lifted = scores[before.expert]
        if own == before.score, output(expert) == output(before.expert) {
          scores[expert] = lifted
        } else if own <= lifted {
          scores[expert] = lifted.nextUp
        }
      }
      before = (expert, own)
    }
  }
}
