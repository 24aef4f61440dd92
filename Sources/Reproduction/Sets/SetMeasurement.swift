import LearningToDefer

/// Adds up, over test rows, how large sets are, what they miss and what their votes are worth.
package struct SetMeasurement {
  /// The size of the paper's fixed ensemble.
  private static let ensemble = 5

  private let sets: FittedSets
  private let known: ExpertSet?
  private var rows = 0
  private var deferred = 0
  private var deferredWithCorrect = 0
  private var classifierRight = 0
  private var topRight = 0
  private var ensembleRight = 0
  private var tallies: [SetStatistic: SetTally] = [:]
  private var knownTally = SetTally()

  /// Measures a system on its test rows, with sets fitted on its calibration rows.
  ///
  /// - Parameter known: Those who know, where the simulation has such; measured as a set that never changes.
  package init(_ system: TrainedSystem, alpha: Double, known: ExpertSet? = nil) {
    self.known = known
    let decided = { (rows: [Int]) in
      DecidedRows(SystemOutputs(system, rows: rows), of: system.examples)
    }
    sets = FittedSets(
      decided(system.split.calibration).deferred, experts: system.examples.experts.count, alpha: alpha,
      seed: system.seed)
    let test = decided(system.split.test)
    rows = test.answered.count + test.deferred.count
    classifierRight = test.answered.count { $0 }
    for row in test.deferred { add(row) }
  }

  private mutating func add(_ row: DeferredRow) {
    deferred += 1
    deferredWithCorrect += row.correct.contains(true) ? 1 : 0
    if let known { knownTally.add(known, of: row) }
    let everyone = ExpertSet(all: row.scores.count)
    row.scores.withUnsafeBufferPointer { scores in
      let top = ConformalSet.best(1, scores: scores, available: everyone)
      topRight += row.isRight(voteOf: top) ? 1 : 0
      let five = ConformalSet.best(Self.ensemble, scores: scores, available: everyone)
      ensembleRight += row.isRight(voteOf: five) ? 1 : 0
    }
    for statistic in SetStatistic.allCases {
      tallies[statistic, default: SetTally()].add(sets.set(statistic, of: row), of: row)
    }
  }

  /// What was measured, by name.
  ///
  /// `size.exact`, `fnr.exact` with its `fnr-error.exact`, `fnr-if-somebody.exact`, `fnr.known`, and the system accuracies
  /// `vote.exact`, ..., `five` and `top`. The error is what the draw of test and of calibration rows adds to the rate; seeds
  /// that share rows do not show it.
  package var figures: [String: Double] {
    let all = Double(max(rows, 1))
    var figures = [
      "deferred": Double(deferred) / all, "top": Double(classifierRight + topRight) / all,
      "five": Double(classifierRight + ensembleRight) / all,
    ]
    figures["within-proposition"] = sets.isWithinProposition ? 1 : 0
    guard deferred > 0 else { return figures }
    if known != nil { figures["fnr.known"] = knownTally.missed / Double(deferred) }
    for (statistic, tally) in tallies {
      figures["size.\(statistic.rawValue)"] = Double(tally.members) / Double(deferred)
      figures["fnr.\(statistic.rawValue)"] = tally.missed / Double(deferred)
      figures["fnr-error.\(statistic.rawValue)"] = tally.error(
        rows: deferred, calibrationRows: sets.rows(statistic))
      if deferredWithCorrect > 0 {
        figures["fnr-if-somebody.\(statistic.rawValue)"] = tally.missed / Double(deferredWithCorrect)
      }
      figures["vote.\(statistic.rawValue)"] = Double(classifierRight + tally.right) / all
    }
    return figures
  }
}

/// What one statistic's sets add up to.
private struct SetTally {
  var members = 0
  var missed = 0.0
  private var missedSquared = 0.0
  var right = 0

  /// The standard error of the mean share missed over rows whose threshold was fitted on so many others.
  func error(rows: Int, calibrationRows: Int) -> Double {
    let mean = missed / Double(rows)
    let variance = max(0, missedSquared / Double(rows) - mean * mean)
    return (variance * (1 / Double(rows) + 1 / Double(max(calibrationRows, 1)))).squareRoot()
  }

  mutating func add(_ set: ExpertSet, of row: DeferredRow) {
    members += set.count
    right += row.isRight(voteOf: set) ? 1 : 0
    let share = set.falseNegativeShare(ofRight: row.correct.indices.filter { row.correct[$0] })
    missed += share
    missedSquared += share * share
  }
}
