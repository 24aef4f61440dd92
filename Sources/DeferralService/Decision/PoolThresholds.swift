import LearningToDefer

/// Cuts conformal sets, with a threshold that fits whoever can be asked.
///
/// The guarantee belongs to a pool of experts. For a smaller pool the threshold is refitted on the rows that would
/// be deferred with it, once, and kept.
struct PoolThresholds {
  /// Pools kept at most: a client could name any subset of the experts.
  private static let kept = 64

  private let model: ServingModel
  private var refitted: [ExpertSet: ExactConformal?] = [:]

  init(model: ServingModel) {
    self.model = model
  }

  /// Returns the set of one input.
  ///
  /// - Parameters:
  ///   - scores: served scores, `[J]`.
  ///   - available: experts that may be asked.
  mutating func set(
    scores: UnsafeBufferPointer<Double>, rule: SetRule, available: ExpertSet
  ) -> ConformalAnswer {
    switch rule {
    case .top(let count):
      return ConformalAnswer(
        experts: ConformalSet.best(count, scores: scores, available: available), alpha: nil,
        statistic: "top-k", threshold: nil, calibrated: false, guarantee: .none)
    case .errorRate(let alpha):
      return exact(scores: scores, alpha: alpha, available: available)
    }
  }

  private mutating func exact(
    scores: UnsafeBufferPointer<Double>, alpha: Double, available: ExpertSet
  ) -> ConformalAnswer {
    guard let calibration = model.bundle.conformal else {
      return uncalibrated(alpha: alpha, experts: available)
    }
    let pool = available.intersection(model.pool)
    guard !pool.isEmpty, let curve = curve(for: available, calibration) else {
      return uncalibrated(alpha: alpha, experts: available)
    }
    let threshold = curve.threshold(alpha: alpha)
    return ConformalAnswer(
      experts: ConformalSet.exact(scores: scores, threshold: threshold, available: pool),
      alpha: alpha, statistic: "exact", threshold: shown(threshold), calibrated: true,
      guarantee: pool == model.pool ? .fullPool : .reducedPool)
  }

  private mutating func curve(
    for available: ExpertSet, _ calibration: ConformalCalibration
  ) -> ExactConformal? {
    if available.isFull { return calibration.exact }
    if let known = refitted[available] { return known }
    if refitted.count >= Self.kept { refitted.removeAll(keepingCapacity: true) }
    let curve = calibration.exact(availableExperts: available, estimator: model.estimator)
    refitted[available] = .some(curve)
    return curve
  }

  private func uncalibrated(alpha: Double, experts: ExpertSet) -> ConformalAnswer {
    ConformalAnswer(
      experts: experts, alpha: alpha, statistic: "exact", threshold: nil, calibrated: false, guarantee: .none)
  }

  private func shown(_ threshold: ConformalThreshold) -> Double? {
    switch threshold {
    case .everyone: nil
    case .top: 1
    case .threshold(let score): model.estimator.probability(ofScore: score)
    }
  }
}
