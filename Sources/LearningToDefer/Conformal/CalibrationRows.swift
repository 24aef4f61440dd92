/// The complete rows of the conformal fold, kept so that a smaller pool can be fitted later.
package struct CalibrationRows: Sendable, Equatable {
  /// The model's outputs, as its estimator reads them, `[count, estimator.width]`.
  package let logits: [Float]
  /// Whether each expert is right `[count, J]`.
  package let correct: [Bool]
  /// The number of rows.
  package let count: Int

  /// Keeps rows of logits and truths.
  package init(logits: [Float], correct: [Bool], count: Int) {
    precondition(count == 0 || (logits.count % count == 0 && correct.count % count == 0), "rows are whole")
    self.logits = logits
    self.correct = correct
    self.count = count
  }

  /// The rows that would be deferred with `available`, without costs and budget, their columns reduced to `pool`.
  ///
  /// - Complexity: O(count (K + J)).
  func deferred(available: ExpertSet, pool: ExpertSet, estimator: CorrectnessEstimator) -> DeferredRows {
    let width = estimator.width
    precondition(logits.count == count * width, "rows are as wide as the model's outputs")
    precondition(correct.count == count * estimator.experts, "truths are [count, J]")
    var rows = DeferredRows(experts: pool.count)
    let columns = pool.indices
    let policy = DecisionPolicy(estimator)
    logits.withUnsafeBufferPointer { all in
      for row in 0..<count {
        let own = UnsafeBufferPointer(rebasing: all[row * width..<(row + 1) * width])
        guard policy.decide(own, available: available).maker != .classifier else { continue }
        let truths = correct[row * estimator.experts..<(row + 1) * estimator.experts]
        rows.append(logits: own, correct: truths, columns: columns, estimator: estimator)
      }
    }
    return rows
  }
}

extension CalibrationRows {
  /// `D` of every row under a policy, deferred or not: what a budget is fitted on.
  ///
  /// - Complexity: O(count (K + J)).
  package func advantages(_ policy: DecisionPolicy, available: ExpertSet) -> [Double] {
    let width = policy.estimator.width
    precondition(logits.count == count * width, "rows are as wide as the model's outputs")
    return logits.withUnsafeBufferPointer { all in
      (0..<count).compactMap { row in
        let own = UnsafeBufferPointer(rebasing: all[row * width..<(row + 1) * width])
        return policy.advantage(own, available: available)?.value
      }
    }
  }
}

/// What conformal sets are fitted on: deferred rows, pool columns only.
struct DeferredRows {
  let experts: Int
  /// The served scores `[count, experts]`.
  private(set) var scores: [Double] = []
  /// `P(m_j = y | x)` `[count, experts]`.
  private(set) var probabilities: [Double] = []
  /// Whether each expert is right `[count, experts]`.
  private(set) var correct: [Bool] = []
  private(set) var count = 0
  private(set) var withoutCorrectExpert = 0

  init(experts: Int) {
    self.experts = experts
  }

  fileprivate mutating func append(
    logits: UnsafeBufferPointer<Float>, correct truths: ArraySlice<Bool>, columns: [Int],
    estimator: CorrectnessEstimator
  ) {
    let served = [Double](unsafeUninitializedCapacity: estimator.experts) { buffer, count in
      estimator.conformalScores(logits, into: buffer)
      count = estimator.experts
    }
    let right = columns.map { truths[truths.startIndex + $0] }
    scores += columns.map { served[$0] }
    probabilities += columns.map { estimator.probability(ofScore: served[$0]) }
    correct += right
    count += 1
    if !right.contains(true) { withoutCorrectExpert += 1 }
  }
}
