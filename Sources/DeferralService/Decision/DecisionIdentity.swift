import Storage

/// Names one decision: its id, when it was taken and by which model.
package struct DecisionIdentity: Sendable {
  /// Id in text: a UUIDv7 in the service, the row's id in `predict`.
  package let id: String
  /// Milliseconds since 1970, UTC.
  package let createdAt: Int64
  /// Whether every available expert is asked, so that the guarantee can be watched.
  package let audit: Bool

  /// Creates the identity of a decision.
  package init(id: String, createdAt: Int64, audit: Bool) {
    self.id = id
    self.createdAt = createdAt
    self.audit = audit
  }
}
