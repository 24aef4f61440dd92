/// Who decides on a row: the raw outputs, or maps, costs, a cost matrix and a budget joined.
///
/// Beyond the paper, which is the case with nothing set: then `DecisionRule` compares raw outputs. Otherwise every decider has a
/// key `(v, u)`: u its output, v the chance that it is right, after its map, less its cost `c_j`; with a matrix v is minus the
/// expected cost of its errors and of asking. A budget's `δ` is added to every expert's v.
package struct DecisionPolicy: Sendable {
  /// The reader of rows, with its maps.
  package let estimator: CorrectnessEstimator
  /// `c_j` `[J]`: what asking an expert costs, in classification errors, with a matrix in its units.
  package let costs: [Double]
  /// What each error costs; nil where every error costs 1.
  package let errorCosts: ErrorCostMatrix?
  /// The budget's `δ`; nil without a budget.
  package var shift: Double?

  /// `c_j` in the units of v.
  private let keyCosts: [Double]
  /// The matrix where errors differ; one of equal costs is none.
  private let unequal: (matrix: ErrorCostMatrix, experts: ExpertErrorCosts)?

  /// Joins what is set; left out, it is not.
  ///
  /// - Parameters:
  ///   - costs: `c_j >= 0` `[J]`.
  ///   - confusion: How the experts err, for a matrix; without it all wrong answers are taken as equally likely.
  package init(
    _ estimator: CorrectnessEstimator, costs: [Double]? = nil, errorCosts: ErrorCostMatrix? = nil,
    confusion: ConfusionMatrices? = nil, shift: Double? = nil
  ) {
    let costs = costs ?? [Double](repeating: 0, count: estimator.experts)
    precondition(costs.count == estimator.experts, "every expert has a cost")
    precondition(costs.allSatisfy { $0 >= 0 && $0.isFinite }, "a cost is not negative")
    precondition(errorCosts.map { $0.classes == estimator.classes } ?? true, "the matrix is of the classes")
    self.estimator = estimator
    self.costs = costs
    self.errorCosts = errorCosts
    self.shift = shift
    let unit = errorCosts?.uniformCost
    keyCosts = costs.map { $0 / (unit ?? 1) }
    unequal = errorCosts.flatMap { matrix in
      guard unit == nil else { return nil }
      let confusion = confusion ?? ConfusionMatrices(noneOf: estimator)
      return (matrix, ExpertErrorCosts(matrix: matrix, confusion: confusion))
    }
  }

  /// Whether the rows that conformal sets were calibrated on are those that are deferred now.
  package var defersAsCalibrated: Bool { costs.allSatisfy { $0 == 0 } && unequal == nil && shift == nil }

  /// The largest `|D|` there can be.
  package var largestAdvantage: Double { (unequal?.matrix.costs.max() ?? 1) + (keyCosts.max() ?? 0) }

  /// Decides on one row.
  ///
  /// - Parameter available: The experts who may be asked; with none the classifier answers.
  /// - Complexity: O(K + J); with a matrix O(K (K + J)).
  package func decide(_ row: UnsafeBufferPointer<Float>, available: ExpertSet) -> RowDecision {
    guard estimator.maps != nil || !defersAsCalibrated else {
      let h = estimator.predictedClass(row)
      let maker = DecisionRule.decide(row, predictedClass: h, estimator: estimator, available: available)
      return RowDecision(maker: maker, answer: h)
    }
    return withKeys(of: row) { answer, classifier, experts in
      let available = estimator.defers ? available : ExpertSet(of: estimator.experts)
      let maker = CostAwareRule.decide(
        classifier: classifier, experts: experts, shift: shift ?? 0, available: available)
      return RowDecision(maker: maker, answer: answer)
    }
  }

  /// `D = max_j (s_j - c_j) - p_h`, without `δ`, and the expert who reaches it; nil with nobody to ask.
  package func advantage(
    _ row: UnsafeBufferPointer<Float>, available: ExpertSet
  ) -> (value: Double, expert: Int)? {
    guard estimator.defers else { return nil }
    return withKeys(of: row) { _, classifier, experts in
      CostAwareRule.best(experts, available: available).map { ($0.key.value - classifier.value, $0.expert) }
    }
  }

  /// What an answer cost: the asking, and the error if it is one.
  ///
  /// - Parameter answer: What the decider said, a class.
  package func cost(_ maker: DecisionMaker, answer: Int, truth: Int) -> Double {
    let error = errorCosts.map { $0.costs[truth * $0.classes + answer] } ?? (answer == truth ? 0 : 1)
    guard case .expert(let j) = maker else { return error }
    return error + costs[j]
  }
}

extension DecisionPolicy {
  /// Calls `body` with the classifier's answer and the keys of all deciders, costs subtracted, `δ` not added.
  func withKeys<Result>(
    of row: UnsafeBufferPointer<Float>,
    _ body: (_ answer: Int, _ classifier: DecisionKey, _ experts: UnsafeBufferPointer<DecisionKey>) -> Result
  ) -> Result {
    let (classes, experts) = (estimator.classes, estimator.experts)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: classes + 2 * experts) { scratch in
      withUnsafeTemporaryAllocation(of: DecisionKey.self, capacity: experts) { keys in
        let probabilities = UnsafeMutableBufferPointer(rebasing: scratch[..<classes])
        let outputs = UnsafeMutableBufferPointer(rebasing: scratch[classes..<classes + experts])
        let chances = UnsafeMutableBufferPointer(rebasing: scratch[(classes + experts)...])
        estimator.outputs(row, into: outputs)
        for j in 0..<experts { chances[j] = outputs[j] }
        estimator.showCorrectness(ofOutputs: chances)
        let h = estimator.predictedClass(row)
        let output = estimator.classifierScore(row, answer: h)
        guard let unequal else {
          let chance = estimator.classifierCorrectness(ofScore: output)
          for j in 0..<experts {
            keys.initializeElement(
              at: j, to: DecisionKey(value: chances[j] - keyCosts[j], output: outputs[j]))
          }
          return body(h, DecisionKey(value: chance, output: output), UnsafeBufferPointer(keys))
        }
        estimator.classProbabilities(row, into: probabilities)
        let shown = UnsafeBufferPointer(probabilities)
        let answer = unequal.matrix.answer(probabilities: shown)
        for j in 0..<experts {
          let errors = unequal.experts.expectedCost(
            expert: j, probabilities: shown, correctness: chances[j])
          keys.initializeElement(at: j, to: DecisionKey(value: -errors - keyCosts[j], output: outputs[j]))
        }
        return body(
          answer.class, DecisionKey(value: -answer.expectedCost, output: output), UnsafeBufferPointer(keys))
      }
    }
  }
}

extension ConfusionMatrices {
  /// No label of anybody: all wrong answers are equally likely.
  fileprivate init(noneOf estimator: CorrectnessEstimator) {
    let count = estimator.experts * estimator.classes * estimator.classes
    self.init(
      counts: [Double](repeating: 0, count: count), experts: estimator.experts, classes: estimator.classes)
  }
}
