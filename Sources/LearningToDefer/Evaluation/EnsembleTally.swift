/// Adds up the baseline of a fixed ensemble: on deferral the k highest-scored experts vote.
struct EnsembleTally {
  /// The paper's k.
  static let size = 5

  /// The rows that it answered; unscored where a member's label or the truth is missing.
  private(set) var share = Evaluation.Share()

  /// Adds a row that the classifier answers: 1 right, 0 wrong, -1 unknown.
  mutating func add(classifier correct: Int8) { _ = share.add(correct) }

  /// Adds a deferred row.
  ///
  /// - Parameters:
  ///   - scores: The served scores `[J]`.
  ///   - labels: The experts' labels `[J]`, -1 where missing.
  mutating func add(
    deferred scores: UnsafeBufferPointer<Double>, labels: ArraySlice<Int32>, truth: Int, available: ExpertSet,
    estimator: CorrectnessEstimator
  ) {
    let members = ConformalSet.best(Self.size, scores: scores, available: available).indices
    let given = members.map { labels[labels.startIndex + $0] }
    guard truth >= 0, given.allSatisfy({ $0 >= 0 }) else { return _ = share.add(-1) }
    let votes = zip(given, members).map { (label: $0, weight: estimator.probability(ofScore: scores[$1])) }
    let answer = MajorityVote.of(votes)
    _ = share.add(answer == Int32(truth) ? 1 : 0)
  }
}
