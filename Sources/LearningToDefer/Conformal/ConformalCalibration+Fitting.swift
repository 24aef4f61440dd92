extension ConformalCalibration {
  /// Fits a calibration on the given rows of some examples.
  ///
  /// Only rows with a true label and with a label of every expert in the pool count. The pool is everybody; where that
  /// leaves too few deferred rows for `alpha`, `(n + 1) α < 1`, the experts with the fewest labels are left out of it.
  /// Rows that overflow the network are left out: they are refused when they are asked about, too.
  ///
  /// - Parameter rows: row numbers of the conformal fold, complete or not; never rows that a policy chose for labelling.
  /// - Returns: nil without a single complete row, and for a model that never defers.
  /// - Complexity: O(rows · parameters).
  package static func fit(
    network: Network, estimator: CorrectnessEstimator, examples: Examples, rows: [Int], alpha: Double
  ) -> ConformalCalibration? {
    guard estimator.defers else { return nil }
    let candidates = CandidateRows(
      network: network, estimator: estimator, examples: examples,
      rows: rows.filter { examples.labels[$0] >= 0 })
    let pool = candidates.pool(alpha: alpha)
    let complete = candidates.complete(pool)
    guard !complete.isEmpty, !pool.isEmpty else { return nil }
    let experts = examples.experts.indices
    return ConformalCalibration(
      logits: complete.flatMap { candidates.logits(of: $0) },
      correct: complete.flatMap { place in
        experts.map { examples.correctness(row: candidates.rows[place], expert: $0) == 1 }
      },
      estimator: estimator, pool: pool, alpha: alpha)
  }
}

/// Rows that a calibration may take, with what the model says of them.
private struct CandidateRows {
  /// Rows that go through the network together.
  private static let batch = 512

  private(set) var rows: [Int] = []
  private let examples: Examples
  private let width: Int
  private var logits: [Float] = []
  private var isDeferred: [Bool] = []

  init(network: Network, estimator: CorrectnessEstimator, examples: Examples, rows known: [Int]) {
    self.examples = examples
    width = estimator.width
    let everyone = ExpertSet(all: estimator.experts)
    let policy = DecisionPolicy(estimator)
    let pass = ModelPass(network: network, estimator: estimator, capacity: Self.batch)
    for start in stride(from: 0, to: known.count, by: Self.batch) {
      let slice = known[start..<min(start + Self.batch, known.count)]
      let outputs = pass.run(slice, of: examples)
      for (place, row) in slice.enumerated() {
        let own = pass.row(place, of: outputs)
        guard own.allFinite else { continue }
        rows.append(row)
        logits.append(contentsOf: own)
        isDeferred.append(policy.decide(own, available: everyone).maker != .classifier)
      }
    }
  }

  func logits(of place: Int) -> ArraySlice<Float> { logits[place * width..<(place + 1) * width] }

  /// Places of the rows that every expert in `pool` labelled.
  func complete(_ pool: [Int]) -> [Int] {
    rows.indices.filter { place in pool.allSatisfy { isLabelled(place, by: $0) } }
  }

  /// The largest pool with enough deferred rows for `alpha`; everybody where there is none.
  func pool(alpha: Double) -> [Int] {
    let everyone = Array(examples.experts.indices)
    let deferred = rows.indices.filter { isDeferred[$0] }
    let counts = everyone.map { expert in deferred.count { isLabelled($0, by: expert) } }
    let byLabels = everyone.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
    for size in stride(from: everyone.count, to: 0, by: -1) {
      let pool = byLabels.prefix(size)
      let complete = deferred.count { place in pool.allSatisfy { isLabelled(place, by: $0) } }
      if Double(complete + 1) * alpha >= 1 { return pool.sorted() }
    }
    return everyone
  }

  private func isLabelled(_ place: Int, by expert: Int) -> Bool {
    examples.correctness(row: rows[place], expert: expert) >= 0
  }
}
