import LearningToDefer

/// Adds up, over test rows, how large sets are, what they miss and what their votes are worth.
package struct SetMeasurement {
  /// The size of the paper's fixed ensemble.
  private static let ensemble = 5

  private let system: TrainedSystem
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
    self.system = system
    self.known = known
    sets = FittedSets(SystemOutputs(system, rows: system.split.calibration), alpha: alpha)
    let outputs = SystemOutputs(system, rows: system.split.test)
    outputs.forEach { place, row in add(outputs, place: place, row) }
  }

  private mutating func add(_ outputs: SystemOutputs, place: Int, _ logits: UnsafeBufferPointer<Float>) {
    let estimator = outputs.estimator
    let everyone = ExpertSet(all: estimator.experts)
    let truth = Int(system.examples.labels[outputs.rows[place]])
    rows += 1
    let answer = estimator.predictedClass(logits)
    let maker = DecisionRule.decide(
      logits, predictedClass: answer, estimator: estimator, available: everyone)
    guard maker != .classifier else {
      classifierRight += answer == truth ? 1 : 0
      return
    }
    let scores = [Double](unsafeUninitializedCapacity: estimator.experts) { buffer, count in
      estimator.conformalScores(logits, into: buffer)
      count = estimator.experts
    }
    let row = DeferredRow(
      scores: scores, probabilities: scores.map(estimator.probability(ofScore:)),
      correct: Array(outputs.correct[place * estimator.experts..<(place + 1) * estimator.experts]),
      labels: system.examples.labels(ofRow: outputs.rows[place]), truth: truth)
    add(row, everyone: everyone)
  }

  private mutating func add(_ row: DeferredRow, everyone: ExpertSet) {
    deferred += 1
    deferredWithCorrect += row.correct.contains(true) ? 1 : 0
    if let known { knownTally.add(known, of: row) }
    row.scores.withUnsafeBufferPointer { scores in
      let top = ConformalSet.best(1, scores: scores, available: everyone)
      topRight += row.isRight(voteOf: top) ? 1 : 0
      let five = ConformalSet.best(Self.ensemble, scores: scores, available: everyone)
      ensembleRight += row.isRight(voteOf: five) ? 1 : 0
      row.probabilities.withUnsafeBufferPointer { probabilities in
        for statistic in SetStatistic.allCases {
          let set = sets.set(statistic, scores: scores, probabilities: probabilities)
          tallies[statistic, default: SetTally()].add(set, of: row)
        }
      }
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
    guard deferred > 0 else { return figures }
    if known != nil { figures["fnr.known"] = knownTally.missed / Double(deferred) }
    for (statistic, tally) in tallies {
      figures["size.\(statistic.rawValue)"] = Double(tally.members) / Double(deferred)
      figures["fnr.\(statistic.rawValue)"] = tally.missed / Double(deferred)
      figures["fnr-error.\(statistic.rawValue)"] = tally.error(rows: deferred, calibrationRows: sets.rows)
      if deferredWithCorrect > 0 {
        figures["fnr-if-somebody.\(statistic.rawValue)"] = tally.missed / Double(deferredWithCorrect)
      }
      figures["vote.\(statistic.rawValue)"] = Double(classifierRight + tally.right) / all
    }
    return figures
  }
}

/// One deferred row as sets see it.
private struct DeferredRow {
  let scores: [Double]
  let probabilities: [Double]
  let correct: [Bool]
  let labels: [Int32]
  let truth: Int

  func isRight(voteOf set: ExpertSet) -> Bool {
    var votes: [Int32: (count: Int, weight: Double)] = [:]
    for expert in set.indices where labels[expert] >= 0 {
      let before = votes[labels[expert], default: (0, 0)]
      votes[labels[expert]] = (before.count + 1, before.weight + probabilities[expert])
    }
    let winner = votes.max {
      ($0.value.count, $0.value.weight, -$0.key) < ($1.value.count, $1.value.weight, -$1.key)
    }
    return winner.map { Int($0.key) == truth } ?? false
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
    let correct = row.correct.indices.filter { row.correct[$0] }
    guard !correct.isEmpty else { return }
    let share = Double(correct.count { !set.contains($0) }) / Double(correct.count)
    missed += share
    missedSquared += share * share
  }
}
