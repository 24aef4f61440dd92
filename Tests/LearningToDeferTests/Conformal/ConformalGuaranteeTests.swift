import LearningToDefer
import Testing

/// What the guarantees say, over many random splits of one pool of rows into calibration and test.
///
/// Whatever the rows are, such splits are exchangeable, so the mean over splits must keep the bound but for the chance that is left
/// in a mean of 2,000.
struct ConformalGuaranteeTests {
  private static let splits = 2000
  private static let calibration = 150

  /// The mean over splits, with four standard errors on both sides.
  private struct Interval {
    let low: Double
    let high: Double

    init(_ values: [Double]) {
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      let margin = 4 * (variance / count).squareRoot()
      (low, high) = (mean - margin, mean + margin)
    }
  }

  /// Draws scores without ties, and experts who are right as often as their scores say, on `solvable` of the rows.
  private func draw(rows: Int, experts: Int, solvable: Double, seed: UInt64) -> ScoredRows {
    var generator = SeededGenerator(seed: seed)
    var drawn = ScoredRows(experts: experts)
    for _ in 0..<rows {
      let difficulty = generator.uniform()
      let scores = (0..<experts).map { _ in 0.98 * difficulty + 0.01 + 0.01 * generator.uniform() }
      let isSolvable = generator.uniform() < solvable
      drawn.append(scores, correct: scores.map { isSolvable && generator.uniform() < $0 })
    }
    return drawn
  }

  /// What each split's test rows lost on average.
  private func losses(
    of rows: ScoredRows, fit: (ScoredRows) -> (ArraySlice<Double>) -> ExpertSet,
    loss: (_ right: [Int], _ set: ExpertSet) -> Double?
  ) -> [Double] {
    var generator = SeededGenerator(seed: 2024)
    var order = Array(0..<rows.count)
    return (0..<Self.splits).map { _ in
      generator.shuffle(&order)
      let set = fit(rows.taking(order[..<Self.calibration]))
      let losses = order[Self.calibration...].compactMap {
        loss(rows.right(in: $0), set(rows.scores(of: $0)))
      }
      return losses.reduce(0, +) / Double(losses.count)
    }
  }

  private func falseNegativeRate(_ right: [Int], _ set: ExpertSet) -> Double {
    right.isEmpty ? 0 : Double(right.count { !set.contains($0) }) / Double(right.count)
  }

  private func exactSets(alpha: Double) -> (ScoredRows) -> (ArraySlice<Double>) -> ExpertSet {
    { rows in
      let fitted = ExactConformal(scores: rows.scores, correct: rows.correct, experts: rows.experts)
      let threshold = fitted.threshold(alpha: alpha)
      return { scores in
        scores.withUnsafeBufferPointer {
          ConformalSet.exact(scores: $0, threshold: threshold, available: ExpertSet(all: rows.experts))
        }
      }
    }
  }

  @Test(arguments: [(0.1, 1.0), (0.1, 0.4), (0.04, 0.7), (0.25, 1.0)])
  func `the mean share of correct experts that exact sets leave out is alpha, and little less`(
    alpha: Double, solvable: Double
  ) {
    let rows = draw(rows: 400, experts: 4, solvable: solvable, seed: 5)
    let found = Interval(losses(of: rows, fit: exactSets(alpha: alpha), loss: falseNegativeRate))
    #expect(found.low <= alpha)
    #expect(found.high >= alpha - 2 / Double(Self.calibration + 1))
  }

  @Test func `ties may make sets larger, but never break the bound`() {
    var rows = draw(rows: 400, experts: 4, solvable: 0.8, seed: 8)
    rows.round(to: 6)
    #expect(Interval(losses(of: rows, fit: exactSets(alpha: 0.1), loss: falseNegativeRate)).low <= 0.1)
  }

  @Test func `a naive set misses any correct expert with the chance alpha, given that there is one`() {
    let rows = draw(rows: 400, experts: 4, solvable: 0.8, seed: 6)
    let found = Interval(
      losses(of: rows) { rows in
        let fitted = NaiveConformal(scores: rows.scores, correct: rows.correct, experts: rows.experts)
        let threshold = fitted.threshold(alpha: 0.1)
        return { scores in
          scores.withUnsafeBufferPointer {
            ConformalSet.naive(
              probabilities: $0, threshold: threshold, available: ExpertSet(all: rows.experts))
          }
        }
      } loss: { right, set in
        right.isEmpty ? nil : right.allSatisfy(set.contains) ? 0 : 1
      })
    #expect(found.low <= 0.1)
    // A set that takes the top expert whatever its score, and the rank's rounding over some 95 rows, keep it below.
    #expect(found.high >= 0.1 - 3 / 80)
  }

  @Test func `a reduced pool is refitted on the rows that it would be asked about, and keeps the bound`() {
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 2, experts: 4)
    let drawn = draw(rows: 700, experts: 4, solvable: 0.7, seed: 9)
    var generator = SeededGenerator(seed: 10)
    let classes = (0..<drawn.count * 2).map { _ in Float(generator.uniform() * 3 - 2) }
    let available = ExpertSet([0, 2, 3], of: 4)
    var order = Array(0..<drawn.count)
    let rates = (0..<Self.splits).map { _ in
      generator.shuffle(&order)
      let split = order[..<300]
      let calibration = ConformalCalibration(
        logits: split.flatMap { drawn.logits(of: $0, classes: classes) },
        correct: split.flatMap { drawn.truths(of: $0) }, estimator: estimator, pool: [0, 1, 2], alpha: 0.1)
      guard let exact = calibration.exact(availableExperts: available, estimator: estimator) else {
        return 1.0
      }
      let threshold = exact.threshold(alpha: 0.1)
      let lost = order[300...].compactMap { row -> Double? in
        let logits = drawn.logits(of: row, classes: classes)
        let isDeferred = logits.withUnsafeBufferPointer {
          DecisionRule.decide(
            $0, predictedClass: estimator.predictedClass($0), estimator: estimator, available: available)
            != .classifier
        }
        guard isDeferred else { return nil }
        let set = logits[2...].map(Double.init).withUnsafeBufferPointer {
          ConformalSet.exact(scores: $0, threshold: threshold, available: ExpertSet([0, 2], of: 4))
        }
        return falseNegativeRate(drawn.right(in: row).filter([0, 2].contains), set)
      }
      return lost.reduce(0, +) / Double(lost.count)
    }
    let found = Interval(rates)
    #expect(found.low <= 0.1)
    // Of 300 calibration rows about half are deferred.
    #expect(found.high >= 0.1 - 2 / 100)
  }
}
