/// What a model version is for at the moment; at most one is active.
package enum ModelState: String, Sendable, CaseIterable {
  /// It decides.
  case active
  /// It computes beside the active one, unseen.
  case shadow
  /// It is stored and waits to be judged or activated.
  case candidate
  /// It was judged and found worse.
  case rejected
  /// It was active once.
  case retired
}

/// One version of the model; the bundle itself lies in the data directory.
package struct ModelVersionRecord: Sendable, Equatable {
  /// Counts from 1, without gaps.
  package var version: Int
  /// What it is for at the moment.
  package var state: ModelState
  /// The version that an uploaded bundle called itself.
  package var sourceVersion: String?
  /// The version whose weights training began from.
  package var parent: String?
  /// Why it is in this state, above all why it was rejected.
  package var reason: String?
  /// A JSON object.
  package var metrics: String
  /// Milliseconds since 1970, UTC.
  package var createdAt: Int64

  /// Takes every column as it is.
  package init(
    version: Int, state: ModelState, sourceVersion: String? = nil, parent: String? = nil,
    reason: String? = nil,
    metrics: String = "{}", createdAt: Int64
  ) {
    self.version = version
    self.state = state
    self.sourceVersion = sourceVersion
    self.parent = parent
    self.reason = reason
    self.metrics = metrics
    self.createdAt = createdAt
  }
}
