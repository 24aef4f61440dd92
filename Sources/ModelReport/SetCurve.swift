import LearningToDefer

/// Sets of experts at many error rates, over deferred rows that everybody in the pool labelled.
struct SetCurve: Sendable {
  /// One error rate's figures.
  struct Point: Sendable {
    let alpha: Double
    /// The mean share of right experts left out.
    let falseNegativeRate: Double
    /// The standard error of that mean over rows.
    let error: Double
    let meanSize: Double
  }

  /// The error rates: 1 to 50 %.
  private static let alphas = (1...50).map { Double($0) / 100 }

  /// How many rows have a set of each size at the served error rate `[J + 1]`.
  private(set) var sizes: [Int]
  private(set) var rows = 0
  private let pool: ExpertSet
  private let served: ConformalThreshold
  private let thresholds: [ConformalThreshold]
  private var members: [Int]
  private var missed: [Double]
  private var missedSquared: [Double]
  private let isCalibrated: Bool

  /// - Parameter available: With fewer than everybody the thresholds are refitted, as in serving.
  init(
    _ conformal: ConformalCalibration?, estimator: CorrectnessEstimator, alpha: Double, available: ExpertSet
  ) {
    let curve =
      available.isFull
      ? conformal?.exact : conformal?.exact(availableExperts: available, estimator: estimator)
    let calibrated = curve == nil ? nil : conformal
    isCalibrated = calibrated != nil
    pool = calibrated.map { ExpertSet($0.pool, of: estimator.experts).intersection(available) } ?? available
    served = curve?.threshold(alpha: alpha) ?? .everyone
    thresholds = Self.alphas.map { curve?.threshold(alpha: $0) ?? .everyone }
    sizes = Array(repeating: 0, count: estimator.experts + 1)
    members = Array(repeating: 0, count: thresholds.count)
    missed = Array(repeating: 0, count: thresholds.count)
    missedSquared = missed
  }

  mutating func add(_ observation: RowObservation) {
    let experts = pool.indices
    guard !experts.isEmpty, experts.allSatisfy({ observation.correct[$0] >= 0 }) else { return }
    let right = experts.filter { observation.correct[$0] == 1 }
    rows += 1
    observation.scores.withUnsafeBufferPointer { scores in
      sizes[ConformalSet.exact(scores: scores, threshold: served, available: pool).count] += 1
      for place in thresholds.indices {
        let set = ConformalSet.exact(scores: scores, threshold: thresholds[place], available: pool)
        let share = set.falseNegativeShare(ofRight: right)
        members[place] += set.count
        missed[place] += share
        missedSquared[place] += share * share
      }
    }
  }

  /// The curve; empty without rows or without a calibration.
  var points: [Point] {
    guard rows > 0, isCalibrated else { return [] }
    let n = Double(rows)
    return Self.alphas.indices.map { place in
      let mean = missed[place] / n
      let variance = max(0, missedSquared[place] / n - mean * mean)
      return Point(
        alpha: Self.alphas[place], falseNegativeRate: mean, error: (variance / n).squareRoot(),
        meanSize: Double(members[place]) / n)
    }
  }
}
