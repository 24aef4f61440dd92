/// The mean false negative rate and set size of some rows at any threshold: `C(x) = { j : s_j > τ }`.
struct FalseNegativeCurve {
  /// The number of rows, n.
  let rows: Int
  private let experts: Int
  /// All scores, ascending.
  private let scores: [Double]
  /// The scores of correct experts, ascending.
  private let correctScores: [Double]
  /// What is lost in all once the first `i` of them are left out, `[count + 1]`.
  private let lost: [Double]

  init(rows: [Int], scores: [Double], correct: [Bool], experts: Int) {
    self.rows = rows.count
    self.experts = experts
    self.scores = rows.flatMap { scores[$0 * experts..<($0 + 1) * experts] }.sorted()
    var losses: [(score: Double, share: Double)] = []
    for row in rows {
      let right = (row * experts..<(row + 1) * experts).filter { correct[$0] }
      losses += right.map { (scores[$0], 1 / Double(right.count)) }
    }
    losses.sort { $0.score < $1.score }
    correctScores = losses.map(\.score)
    var sum = CompensatedSum()
    lost =
      [0]
      + losses.map { loss in
        sum.add(loss.share)
        return sum.value
      }
  }

  /// The mean share of correct experts left out, 0 for rows without any.
  ///
  /// - Complexity: O(log(n J)).
  func rate(threshold: Double) -> Double {
    rows > 0 ? lost[Self.count(of: correctScores, atMost: threshold)] / Double(rows) : 0
  }

  /// The mean number of experts in a set; everyone without a threshold.
  func meanSetSize(threshold: Double?) -> Double {
    guard let threshold, rows > 0 else { return Double(experts) }
    return Double(scores.count - Self.count(of: scores, atMost: threshold)) / Double(rows)
  }

  /// The correct experts' score of falling rank `m + 1 - floor((m + 1) α)`, at most m.
  ///
  /// A share 1 - α of the m scores reaches it, with the finite-sample correction; 0 without any.
  func kappa(alpha: Double) -> Double {
    let m = correctScores.count
    guard m > 0 else { return 0 }
    let left = Int((Double(m + 1) * min(max(alpha, 0), 1) + 1e-9).rounded(.down))
    return correctScores[min(max(left - 1, 0), m - 1)]
  }

  private static func count(of ascending: [Double], atMost limit: Double) -> Int {
    var range = 0..<ascending.count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      range =
        ascending[middle] <= limit ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
