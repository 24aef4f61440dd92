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

  /// The experts of the baseline "fixed ensemble", at most.
  package static let ensembleSize = EnsembleTally.size

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
  /// How each expert's estimate agrees with the expert's being right, over the rows that the expert labelled, `[J]`.
  package let expertCalibration: [CalibrationMeasures]
  /// How `p_h` agrees with the classifier's being right, over the rows with a truth.
  package let classifierCalibration: CalibrationMeasures
  /// The accuracy of each expert over the rows that it labelled, asked by the model or not, `[J]`.
  package let expertAccuracy: [Double?]
  /// How often an expert's estimate exceeded 1 and was capped (softmax only).
  package let cappedEstimates: Int
  /// Whether the model can defer; without, what is said of estimates, sets and the ensemble means nothing.
  package let defers: Bool
  /// The baseline "random expert": the expected accuracy of a uniformly drawn one of the available, over the labels that are there.
  package let randomExpertAccuracy: Double?
  /// The baseline "fixed ensemble": on deferral the 5 highest-scored experts vote; scored where all of them labelled.
  package let ensemble: Share
  /// The conformal sets.
  package let conformal: ConformalEvaluation
  /// The rows that the classifier decided.
  package let classifier: Share
  /// The rows that each expert decided, `[J]`.
  package let experts: [Share]
  /// The mean cost of the final answer and of asking for it, over the scored rows; an error costs 1 without a matrix.
  package let meanCost: Double?
  /// Accuracy against coverage over the rows where both sides are known; nil without any.
  package let coverage: CoverageCurve?
  /// What each row was worth, in the order of the rows given.
  package let outcomes: [RowOutcome]
  /// The rows whose features overflow the network; unscored, and in no other figure.
  package let overflowingRows: [Int]

  /// The expected calibration error of each expert's estimate, `[J]`.
  package var expertECE: [Double?] { expertCalibration.map(\.expectedCalibrationError) }

  /// The mean of the experts' expected calibration errors, over those that have one.
  package var meanECE: Double? { meanOfExperts(\.expectedCalibrationError) }

  /// The mean of a calibration figure over the experts that have it.
  package func meanOfExperts(_ figure: (CalibrationMeasures) -> Double?) -> Double? {
    let known = expertCalibration.compactMap(figure)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  /// Evaluates the paper's rule: no map, no cost, no budget, with every expert available.
  package init(
    network: Network, surrogate: SurrogateName, conformal: ConformalCalibration?, examples: Examples,
    rows: [Int], alpha: Double
  ) {
    let estimator = CorrectnessEstimator(
      surrogate: surrogate, classes: examples.classes.count, experts: examples.experts.count)
    self.init(
      network: network, policy: DecisionPolicy(estimator), conformal: conformal, examples: examples,
      rows: rows, alpha: alpha)
  }

  /// Runs the network over the rows, a block at a time.
  ///
  /// - Parameters:
  ///   - policy: Who decides; its estimator reads the network's outputs.
  ///   - examples: Their classes and experts are the network's outputs, in order; for a rejector they carry class
  ///     probabilities.
  ///   - rows: Indices into `examples`.
  ///   - alpha: The error rate of the conformal sets.
  ///   - available: The experts who may be asked; nil for everybody.
  ///   - observe: Sees each row that does not overflow, in the order given.
  /// - Complexity: O(rows · (parameters + J log J)) time, O(rows · J) bytes.
  package init(
    network: Network, policy: DecisionPolicy, conformal: ConformalCalibration?, examples: Examples,
    rows: [Int], alpha: Double, available: ExpertSet? = nil, observe: ((RowObservation) -> Void)? = nil
  ) {
    precondition(network.takes(examples), "the network takes the rows' features or texts")
    let estimator = policy.estimator
    let available = available ?? ExpertSet(all: estimator.experts)
    var tally = EvaluationTally(
      examples: examples, policy: policy, available: available,
      conformal: ConformalTally(conformal, alpha: alpha, estimator: estimator, available: available))
    let pass = ModelPass(network: network, estimator: estimator, capacity: ForwardPass.blockRows)
    for start in stride(from: 0, to: rows.count, by: pass.capacity) {
      let chunk = rows[start..<min(start + pass.capacity, rows.count)]
      let outputs = pass.run(chunk, of: examples)
      for (place, row) in chunk.enumerated() {
        let logits = pass.row(place, of: outputs)
        guard let maker = tally.add(row, logits: logits) else { continue }
        observe?(tally.observation(row, logits: logits, maker: maker))
      }
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
    expertCalibration = tally.expertConfidence.map(CalibrationMeasures.init)
    classifierCalibration = CalibrationMeasures(tally.classifierConfidence)
    expertAccuracy = zip(tally.expertCorrect, tally.expertLabelled).map { ratio($0, $1) }
    defers = tally.estimator.defers
    let asked = tally.available.indices
    randomExpertAccuracy = ratio(
      asked.reduce(0) { $0 + tally.expertCorrect[$1] }, asked.reduce(0) { $0 + tally.expertLabelled[$1] })
    ensemble = tally.ensemble.share
    cappedEstimates = tally.cappedEstimates
    conformal = tally.conformal.evaluation
    classifier = tally.classifier
    experts = tally.experts
    meanCost = scored > 0 ? tally.cost / Double(scored) : nil
    coverage = CoverageCurve(tally.comparisons)
    outcomes = tally.outcomes
    overflowingRows = tally.overflowingRows
  }
}

/// The share of a whole; nil where there is none.
func ratio(_ part: Int, _ whole: Int) -> Double? {
  whole > 0 ? Double(part) / Double(whole) : nil
}
