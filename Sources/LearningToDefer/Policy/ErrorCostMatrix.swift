/// What each error costs: `L[true][answer]`, 0 on the diagonal.
///
/// Beyond the paper, where every error costs 1.
package struct ErrorCostMatrix: Sendable, Equatable {
  /// What an error may cost beside nothing: sums and quotients of such costs never overflow.
  package static let range = 1e-9...1e9

  /// The number of classes, K.
  package let classes: Int
  /// `L` row by row, `[K, K]`: the true class first.
  package let costs: [Double]

  /// Checks a matrix, one row for each true class.
  ///
  /// - Throws: `ErrorCostMatrixError` that names the place at fault.
  package init(_ rows: [[Double]], classes: Int) throws(ErrorCostMatrixError) {
    guard rows.count == classes else { throw .rows(found: rows.count, classes: classes) }
    for (truth, row) in rows.enumerated() {
      guard row.count == classes else { throw .columns(row: truth, found: row.count, classes: classes) }
      for (answer, cost) in row.enumerated() {
        guard cost == 0 || Self.range.contains(cost) else {
          throw .cost(truth: truth, answer: answer, found: cost)
        }
        guard truth != answer || cost == 0 else { throw .diagonal(class: truth, found: cost) }
      }
    }
    guard rows.contains(where: { $0.contains { $0 > 0 } }) else { throw .nothingCosts }
    self.classes = classes
    costs = rows.flatMap(\.self)
  }

  /// The one cost of every error; nil where errors differ.
  ///
  /// Such a matrix is none: decisions are those without it, with the experts' costs divided by this number.
  package var uniformCost: Double? {
    let cost = classes > 1 ? costs[1] : 0
    let isUniform = costs.indices.allSatisfy { $0 % (classes + 1) == 0 || costs[$0] == cost }
    return isUniform && cost > 0 ? cost : nil
  }

  /// `Σ_k p_k L[k][a]`: what the answer `a` is expected to cost.
  ///
  /// - Parameter probabilities: `P(y = k | x)` `[K]`, summing to 1.
  /// - Complexity: O(K).
  package func expectedCost(of answer: Int, probabilities: UnsafeBufferPointer<Double>) -> Double {
    precondition(probabilities.count == classes, "there is one probability a class")
    return (0..<classes).reduce(0) { $0 + probabilities[$1] * costs[$1 * classes + answer] }
  }

  /// `argmin_a Σ_k p_k L[k][a]`: the classifier's answer; the lowest index wins a tie.
  ///
  /// - Complexity: O(K²).
  package func answer(probabilities: UnsafeBufferPointer<Double>) -> (class: Int, expectedCost: Double) {
    var best = (class: 0, expectedCost: expectedCost(of: 0, probabilities: probabilities))
    for answer in 1..<max(classes, 1) {
      let cost = expectedCost(of: answer, probabilities: probabilities)
      if cost < best.expectedCost { best = (answer, cost) }
    }
    return best
  }
}

/// Why a matrix of costs cannot be used.
package enum ErrorCostMatrixError: Error, Sendable, Equatable {
  /// There is not one row for each true class.
  case rows(found: Int, classes: Int)
  /// A row has not one cost for each answer.
  case columns(row: Int, found: Int, classes: Int)
  /// A cost is neither 0 nor within `ErrorCostMatrix.range`.
  case cost(truth: Int, answer: Int, found: Double)
  /// The right answer has a cost.
  case diagonal(class: Int, found: Double)
  /// Every error is free, so that no answer is better than another.
  case nothingCosts
}
