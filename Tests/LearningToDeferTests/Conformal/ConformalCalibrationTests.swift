import LearningToDefer
import Testing

/// Two classes, three experts.
private let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 2, experts: 3)

private func draw(rows: Int, seed: UInt64 = 1) -> (logits: [Float], correct: [Bool]) {
  (randomFloats(rows * 5, scale: 3, seed: seed), randomFloats(rows * 3, seed: seed + 1).map { $0 > 0 })
}

private func fit(rows: Int, pool: [Int] = [0, 1, 2]) -> ConformalCalibration {
  let (logits, correct) = draw(rows: rows)
  return ConformalCalibration(
    logits: logits, correct: correct, estimator: estimator, pool: pool, alpha: 0.1)
}

/// The curve over the rows that are deferred with `available`, columns `pool`, by definition.
private func expected(rows: Int, available: [Int], pool: [Int]) -> ExactConformal {
  let (logits, correct) = draw(rows: rows)
  let deferred = (0..<rows).filter { row in
    let classes = max(logits[row * 5], logits[row * 5 + 1])
    return available.contains { logits[row * 5 + 2 + $0] >= classes }
  }
  return ExactConformal(
    scores: deferred.flatMap { row in pool.map { Double(logits[row * 5 + 2 + $0]) } },
    correct: deferred.flatMap { row in pool.map { correct[row * 3 + $0] } }, experts: pool.count)
}

struct ConformalCalibrationTests {
  @Test(arguments: [[0, 1, 2], [0, 2], [1]])
  func `the curve is of the deferred rows and the pool's columns`(pool: [Int]) {
    let calibration = fit(rows: 200, pool: pool)
    let exact = expected(rows: 200, available: [0, 1, 2], pool: pool)
    #expect(calibration.exact == exact)
    #expect(calibration.rows == exact.rows)
    #expect(calibration.rows < 200)
    #expect(calibration.pool == pool)
  }

  @Test func `a reduced pool is refitted on the rows deferred with it`() {
    let calibration = fit(rows: 200)
    for available in [[0], [0, 1], [1, 2], [0, 1, 2]] {
      let refitted = calibration.exact(
        availableExperts: ExpertSet(available, of: 3), estimator: estimator)
      #expect(refitted == expected(rows: 200, available: available, pool: available))
    }
  }

  @Test func `experts outside the pool never enter a refit`() {
    let calibration = fit(rows: 200, pool: [0, 1])
    let refitted = calibration.exact(availableExperts: ExpertSet([1, 2], of: 3), estimator: estimator)
    #expect(refitted == expected(rows: 200, available: [1, 2], pool: [1]))
    #expect(calibration.exact(availableExperts: ExpertSet([2], of: 3), estimator: estimator) == nil)
  }

  @Test func `without rows of its own nothing is refitted`() {
    let own = fit(rows: 50)
    let foreign = ConformalCalibration(
      rows: own.rows, rowsWithoutCorrectExpert: own.rowsWithoutCorrectExpert, alpha: own.alpha,
      pool: own.pool, exact: own.exact, naive: own.naive, calibrationRows: nil)
    #expect(foreign.exact(availableExperts: ExpertSet([0], of: 3), estimator: estimator) == nil)
  }

  @Test func `no row at all is a calibration of everyone`() {
    let none = ConformalCalibration(
      logits: [], correct: [], estimator: estimator, pool: [0, 1, 2], alpha: 0.1)
    #expect(none.rows == 0)
    #expect(none.exact.threshold(alpha: 0.1) == .everyone)
  }
}
