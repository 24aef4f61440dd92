/// A row to be stored through the one writer.
package enum StoreWrite: Sendable {
  /// A decision, with the client's key where it sent one.
  case decision(DecisionRecord, IdempotencyRecord?)
  /// A label; `replace` allows it to follow another one of the same expert.
  case label(LabelRecord, replace: Bool)
  /// A decision's truth, which may follow an earlier one.
  case outcome(OutcomeRecord)
}

/// What became of one write; given only after the commit.
package enum WriteResult: Sendable, Equatable {
  /// Stored, and the first of its kind.
  case created
  /// The same was there already; nothing was written.
  case unchanged
  /// Stored after an earlier label or outcome, which stays in the history.
  case replaced(previous: String)
  /// The expert had said something else, and replacing was not asked for.
  case conflict(existing: String)
  /// The decision that a label or outcome names does not exist.
  case notFound
  /// The idempotency key was used for the same request: its answer's bytes.
  case replayed(answer: [UInt8])
  /// The idempotency key was used for another request.
  case keyReused
  /// Not acknowledged; after a failed sync the row may be there all the same, as after any lost answer.
  case failed(StoreError)
}
