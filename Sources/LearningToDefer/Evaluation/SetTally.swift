/// Adds up one statistic's sets, row by row.
struct SetTally {
  private let statistic: String
  private(set) var rows = 0
  private var members = 0
  private var falseNegatives = 0.0
  private var solvable = 0
  private var missed = 0
  private var votesRight = 0

  init(statistic: String) {
    self.statistic = statistic
  }

  mutating func add(_ set: ExpertSet, row: ComparedRow) {
    let right = row.pool.filter { row.labels[$0] == row.truth }
    let share = set.falseNegativeShare(ofRight: right)
    rows += 1
    members += set.count
    falseNegatives += share
    solvable += right.isEmpty ? 0 : 1
    missed += share > 0 ? 1 : 0
    let vote = MajorityVote.of(set.indices.map { (label: row.labels[$0], weight: row.probabilities[$0]) })
    votesRight += (vote ?? row.prediction) == row.truth ? 1 : 0
  }

  var figures: SetComparison.Figures {
    SetComparison.Figures(
      statistic: statistic, meanSetSize: ratio(members, rows),
      falseNegativeRate: rows > 0 ? falseNegatives / Double(rows) : nil, missRate: ratio(missed, solvable),
      voteAccuracy: ratio(votesRight, rows))
  }
}

/// A deferred row with a true label and the labels of everybody in the pool.
struct ComparedRow {
  let scores: [Double]
  let probabilities: [Double]
  let pool: [Int]
  let labels: [Int32]
  let truth: Int32
  let prediction: Int32
}

/// Reads such rows of some examples.
struct ComparedRows {
  private static let batch = 256

  let network: Network
  let estimator: CorrectnessEstimator
  let examples: Examples
  let pool: ExpertSet

  func forEach(of rows: [Int], _ body: (ComparedRow) -> Void) {
    let pass = ModelPass(network: network, estimator: estimator, capacity: Self.batch)
    let members = pool.indices
    let known = rows.filter { row in members.allSatisfy { examples.correctness(row: row, expert: $0) >= 0 } }
    for start in stride(from: 0, to: known.count, by: Self.batch) {
      let chunk = known[start..<min(start + Self.batch, known.count)]
      let outputs = pass.run(chunk, of: examples)
      for (place, row) in chunk.enumerated() {
        if let read = read(row, pass.row(place, of: outputs), members) { body(read) }
      }
    }
  }

  /// Nil for a row that the classifier answers, or that overflows the network.
  private func read(_ row: Int, _ logits: UnsafeBufferPointer<Float>, _ members: [Int]) -> ComparedRow? {
    guard logits.allFinite else { return nil }
    let decision = DecisionPolicy(estimator).decide(logits, available: ExpertSet(all: estimator.experts))
    guard decision.maker != .classifier else { return nil }
    var scores = [Double](repeating: 0, count: estimator.experts)
    scores.withUnsafeMutableBufferPointer { estimator.conformalScores(logits, into: $0) }
    let own = row * estimator.experts..<(row + 1) * estimator.experts
    return ComparedRow(
      scores: scores, probabilities: scores.map(estimator.probability(ofScore:)), pool: members,
      labels: Array(examples.expertLabels[own]), truth: examples.labels[row],
      prediction: Int32(decision.answer))
  }
}
