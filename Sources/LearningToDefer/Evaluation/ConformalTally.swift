/// Adds up the sets of rows, one by one.
struct ConformalTally {
  private let alpha: Double
  private let threshold: ConformalThreshold
  private let pool: ExpertSet
  private let experts: [Int]
  private let estimator: CorrectnessEstimator
  private let scores: ScoreBuffer
  private var members = 0
  private var falseNegatives = 0.0
  private var rows = 0

  /// - Parameters:
  ///   - calibration: Without it, or with nobody of its pool available, everyone available is in the set.
  ///   - available: With fewer than everybody the threshold is refitted, as in serving.
  init(
    _ calibration: ConformalCalibration?, alpha: Double, estimator: CorrectnessEstimator, available: ExpertSet
  ) {
    self.alpha = alpha
    self.estimator = estimator
    let curve =
      available.isFull
      ? calibration?.exact : calibration?.exact(availableExperts: available, estimator: estimator)
    threshold = curve?.threshold(alpha: alpha) ?? .everyone
    let calibrated = curve == nil ? nil : calibration
    pool = calibrated.map { ExpertSet($0.pool, of: estimator.experts).intersection(available) } ?? available
    experts = pool.indices
    scores = ScoreBuffer(count: estimator.experts)
  }

  /// Adds a deferred row, unless the label of somebody in the pool is missing.
  ///
  /// - Parameter correct: 1, 0 or -1 `[J]`.
  mutating func add(_ logits: UnsafeBufferPointer<Float>, correct: [Int8]) {
    guard !experts.isEmpty, experts.allSatisfy({ correct[$0] >= 0 }) else { return }
    estimator.conformalScores(logits, into: scores.elements)
    let set = ConformalSet.exact(
      scores: UnsafeBufferPointer(scores.elements), threshold: threshold, available: pool)
    rows += 1
    members += set.count
    falseNegatives += set.falseNegativeShare(ofRight: experts.lazy.filter { correct[$0] == 1 })
  }

  var evaluation: ConformalEvaluation {
    var shown: Double?
    if case .threshold(let score) = threshold { shown = estimator.probability(ofScore: score) }
    return ConformalEvaluation(
      alpha: alpha, threshold: threshold, thresholdProbability: shown,
      meanSetSize: rows > 0 ? Double(members) / Double(rows) : nil,
      falseNegativeRate: rows > 0 ? falseNegatives / Double(rows) : nil, rows: rows)
  }
}
