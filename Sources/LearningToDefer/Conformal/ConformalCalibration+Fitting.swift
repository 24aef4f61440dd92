extension ConformalCalibration {
  /// Rows that go through the network together.
  private static let batch = 512

  /// Fits a calibration on the given rows of some examples.
  ///
  /// Only rows with a true label and with a label of every expert in the pool count. The pool is everybody; where that
  /// leaves too few rows for `alpha`, `(n + 1) α < 1`, the experts with the fewest labels are left out of it.
  ///
  /// - Parameter rows: row numbers of the conformal fold, complete or not.
  /// - Returns: nil without a single complete row.
  /// - Complexity: O(rows · parameters).
  package static func fit(
    network: Network, estimator: CorrectnessEstimator, examples: Examples, rows: [Int], alpha: Double
  ) -> ConformalCalibration? {
    let known = rows.filter { examples.labels[$0] >= 0 }
    let pool = pool(of: examples, rows: known, alpha: alpha)
    let complete = known.filter { row in pool.allSatisfy { examples.correctness(row: row, expert: $0) >= 0 } }
    guard !complete.isEmpty, !pool.isEmpty else { return nil }
    let experts = examples.experts.indices
    return ConformalCalibration(
      logits: logits(of: network, examples: examples, rows: complete),
      correct: complete.flatMap { row in experts.map { examples.correctness(row: row, expert: $0) == 1 } },
      estimator: estimator, pool: pool, alpha: alpha)
  }

  private static func pool(of examples: Examples, rows: [Int], alpha: Double) -> [Int] {
    let everyone = Array(examples.experts.indices)
    let counts = everyone.map { expert in
      rows.count { examples.correctness(row: $0, expert: expert) >= 0 }
    }
    let byLabels = everyone.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
    for size in stride(from: everyone.count, to: 0, by: -1) {
      let pool = byLabels.prefix(size).sorted()
      let complete = rows.count { row in pool.allSatisfy { examples.correctness(row: row, expert: $0) >= 0 } }
      if Double(complete + 1) * alpha >= 1 { return pool }
    }
    return everyone
  }

  private static func logits(of network: Network, examples: Examples, rows: [Int]) -> [Float] {
    let forward = ForwardPass(network: network, capacity: batch)
    var logits: [Float] = []
    logits.reserveCapacity(rows.count * network.outputs)
    for start in stride(from: 0, to: rows.count, by: batch) {
      let slice = rows[start..<min(start + batch, rows.count)]
      examples.features.gather(slice, into: forward.inputs)
      logits.append(contentsOf: forward.run(rows: slice.count))
    }
    return logits
  }
}
