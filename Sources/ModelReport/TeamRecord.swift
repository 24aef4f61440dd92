import LearningToDefer

/// What a report needs of all rows, added up row by row as an evaluation sees them.
package struct TeamRecord: Sendable {
  /// How many rows each decided, by true class: the classifier first, then the experts `[K][1 + J]`.
  private(set) var decided: [[Int]]
  /// Rows that were scored, by slice.
  private(set) var slices: [Slice: SliceTally] = [:]
  /// The sets of deferred rows, at many error rates.
  private(set) var sets: SetCurve
  private let examples: Examples
  private let groups: GroupNames?

  /// Starts without rows.
  ///
  /// - Parameters:
  ///   - alpha: The error rate that is served.
  ///   - available: The experts who may be asked.
  ///   - groups: Names of groups; nil where rows do not belong together.
  package init(
    examples: Examples, estimator: CorrectnessEstimator, conformal: ConformalCalibration?, alpha: Double,
    available: ExpertSet, groups: GroupNames? = nil
  ) {
    self.examples = examples
    self.groups = groups
    decided = Array(
      repeating: Array(repeating: 0, count: examples.experts.count + 1), count: examples.classes.count)
    sets = SetCurve(conformal, estimator: estimator, alpha: alpha, available: available)
  }

  /// Adds a row.
  package mutating func add(_ observation: RowObservation) {
    let truth = Int(examples.labels[observation.row])
    let maker = observation.maker.place
    if truth >= 0 { decided[truth][maker] += 1 }
    score(observation, truth: truth)
    if observation.maker != .classifier { sets.add(observation) }
  }

  private mutating func score(_ observation: RowObservation, truth: Int) {
    guard observation.outcome != .unscored else { return }
    let isRight = observation.outcome == .correct
    slices[.maker(observation.maker.place), default: SliceTally()].add(isRight)
    if truth >= 0 { slices[.truth(truth), default: SliceTally()].add(isRight) }
    if let group = groups?.name(ofRow: observation.row) {
      slices[.group(group), default: SliceTally()].add(isRight)
    }
  }
}

extension DecisionMaker {
  /// 0 for the classifier, then the experts.
  fileprivate var place: Int {
    switch self {
    case .classifier: 0
    case .expert(let expert): expert + 1
    }
  }
}
