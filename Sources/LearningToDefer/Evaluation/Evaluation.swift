/// The figures of a model on labelled rows; a figure without rows is nil.
package struct Evaluation: Sendable, Equatable {
  /// The answers of one decision maker.
  package struct Share: Sendable, Equatable {
    /// The rows that it decided and whose answer is known to be right or wrong.
    package internal(set) var rows = 0
    /// Those that were right.
    package internal(set) var correct = 0
    /// All rows that it decided, scored or not.
    package internal(set) var decided = 0

    /// The share of scored rows that were right.
    package var accuracy: Double? { ratio(correct, rows) }
  }

  /// The number of rows.
  package let rows: Int
  /// The rows whose truth, or whose chosen expert's label, is missing.
  package let rowsUnscored: Int
  /// The accuracy of the final answer, over the scored rows.
  package let systemAccuracy: Double?
  /// The accuracy of the classifier alone, over the rows with a truth.
  package let classifierAccuracy: Double?
  /// The share of rows that an expert is asked about.
  package let deferralRate: Double?
  /// The expected calibration error of each expert's estimate, over the rows that the expert labelled, `[J]`.
  package let expertECE: [Double?]
  /// Confidence against accuracy for each expert, `[J]`.
  package let reliability: [ReliabilityDiagram]
  /// The accuracy of each expert over the rows that it labelled, asked by the model or not, `[J]`.
  package let expertAccuracy: [Double?]
  /// How often an expert's estimate exceeded 1 and was capped (softmax only).
  package let cappedEstimates: Int
  /// The conformal sets.
  package let conformal: ConformalEvaluation
  /// The rows that the classifier decided.
  package let classifier: Share
  /// The rows that each expert decided, `[J]`.
  package let experts: [Share]
  /// What each row was worth, in the order of the rows given.
  package let outcomes: [RowOutcome]
  /// The rows whose features overflow the network; unscored, and in no other figure.
  package let overflowingRows: [Int]

  /// The mean of the experts' calibration errors, over those that have one.
  package var meanECE: Double? {
    let known = expertECE.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  /// Runs the network over the rows, 256 at a time, with every expert available.
  ///
  /// - Parameters:
  ///   - examples: Their classes and experts are the network's outputs, in order; for a rejector they carry class
  ///     probabilities.
  ///   - rows: Indices into `examples`.
  ///   - priors: Of the experts without a trained output.
  ///   - alpha: The error rate of the conformal sets.
  /// - Complexity: O(rows · (parameters + J log J)) time, O(rows) bytes.
  package init(
    network: Network, surrogate: SurrogateName, conformal: ConformalCalibration?, examples: Examples,
    rows: [Int], alpha: Double, priors: [Int: ExpertPrior] = [:]
  ) {
    precondition(network.inputs == examples.features.columns, "the network takes the rows' features")
    var estimator = CorrectnessEstimator(
      surrogate: surrogate, classes: examples.classes.count, experts: examples.experts.count)
    estimator.priors = priors
    var tally = EvaluationTally(
      examples: examples, estimator: estimator,
      conformal: ConformalTally(conformal, alpha: alpha, estimator: estimator))
    let pass = ModelPass(network: network, estimator: estimator, capacity: 256)
    for start in stride(from: 0, to: rows.count, by: pass.capacity) {
      let chunk = rows[start..<min(start + pass.capacity, rows.count)]
      let outputs = pass.run(chunk, of: examples)
      for (place, row) in chunk.enumerated() { tally.add(row, logits: pass.row(place, of: outputs)) }
    }
    self.init(tally)
  }

  private init(_ tally: EvaluationTally) {
    let makers = [tally.classifier] + tally.experts
    let scored = makers.reduce(0) { $0 + $1.rows }
    rows = tally.outcomes.count
    rowsUnscored = rows - scored
    systemAccuracy = ratio(makers.reduce(0) { $0 + $1.correct }, scored)
    classifierAccuracy = ratio(tally.classifierCorrect, tally.rowsWithTruth)
    let decided = makers.reduce(0) { $0 + $1.decided }
    deferralRate = ratio(decided - tally.classifier.decided, decided)
    reliability = tally.reliability
    expertECE = tally.reliability.map(\.expectedCalibrationError)
    expertAccuracy = zip(tally.expertCorrect, tally.reliability).map { ratio($0, $1.rows) }
    cappedEstimates = tally.cappedEstimates
    conformal = tally.conformal.evaluation
    classifier = tally.classifier
    experts = tally.experts
    outcomes = tally.outcomes
    overflowingRows = tally.overflowingRows
  }
}

/// The share of a whole; nil where there is none.
func ratio(_ part: Int, _ whole: Int) -> Double? {
  whole > 0 ? Double(part) / Double(whole) : nil
}
