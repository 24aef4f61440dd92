import LearningToDefer

/// What two models' answers on one row were worth.
struct GateRow {
  let row: Int
  /// Nil where the row overflows the serving model's network.
  let champion: RowOutcome?
  /// Nil where the row overflows the new model's network.
  let challenger: RowOutcome?

  /// Whether the answer of both is known to be right or wrong; no answer is wrong.
  var isScored: Bool { champion != .unscored && challenger != .unscored }
  /// Whether neither model answers.
  var isLost: Bool { champion == nil && challenger == nil }
}

/// Counts how two models answered the same rows.
struct GateScore {
  /// Rows with a truth.
  let rows: Int
  /// Those where the answer of both is known to be right or wrong.
  let scored: Int
  /// Rows that the serving model answered right, of those scored.
  let champion: Int
  /// Rows that the new model answered right, of those scored.
  let challenger: Int

  init(_ rows: [GateRow]) {
    let both = rows.filter(\.isScored)
    self.rows = rows.count
    scored = both.count
    champion = both.count { $0.champion == .correct }
    challenger = both.count { $0.challenger == .correct }
  }

  /// Accuracy of a model that answered `correct` rows right; nil without rows.
  func accuracy(_ correct: Int) -> Double? { scored > 0 ? Double(correct) / Double(scored) : nil }

  /// Both accuracies in words.
  var comparison: String {
    "system accuracy \(shown(challenger)) against \(shown(champion)) on \(scored) held-out rows"
  }

  private func shown(_ correct: Int) -> String {
    let tenThousandths = Int(((accuracy(correct) ?? 0) * 10_000).rounded())
    let digits = String(tenThousandths % 10_000)
    return "\(tenThousandths / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
