/// How far a training run has come, or how it ended.
package enum TrainingRunState: String, Sendable, CaseIterable {
  /// Waiting for its turn.
  case queued
  /// At work.
  case running
  /// Its version became the active one.
  case promoted
  /// Its version was not better, and is kept.
  case rejected
  /// It could not finish.
  case failed
  /// Somebody stopped it.
  case cancelled

  /// Whether the run has ended, one way or another.
  package var isFinal: Bool { self != .queued && self != .running }
}

/// One retraining, from the request to its result.
package struct TrainingRunRecord: Sendable, Equatable {
  /// Its identifier, ordered by time.
  package var id: DecisionID
  /// How far it has come.
  package var state: TrainingRunState
  /// Why it failed, or why its version was or was not promoted.
  package var reason: String?
  /// The version that it made.
  package var version: String?
  /// From 0 to 1.
  package var progress: Double
  /// A JSON object.
  package var metrics: String?
  /// Milliseconds since 1970, UTC.
  package var createdAt: Int64
  /// Milliseconds since 1970, UTC; nil while queued.
  package var startedAt: Int64?
  /// Milliseconds since 1970, UTC; nil until it ends.
  package var finishedAt: Int64?

  /// Takes every column as it is.
  package init(
    id: DecisionID, state: TrainingRunState = .queued, reason: String? = nil, version: String? = nil,
    progress: Double = 0, metrics: String? = nil, createdAt: Int64, startedAt: Int64? = nil,
    finishedAt: Int64? = nil
  ) {
    self.id = id
    self.state = state
    self.reason = reason
    self.version = version
    self.progress = progress
    self.metrics = metrics
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }
}
