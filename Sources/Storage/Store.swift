/// Where decisions, labels, outcomes and models are kept.
///
/// One writer commits for everybody: ``submit(_:completion:)`` never blocks, so that an event loop may call it. Every
/// other call blocks and belongs on a queue of the caller's; none of them may be made from a completion.
package protocol Store: AnyObject, Sendable {
  /// Queues writes and answers after the commit.
  ///
  /// All that is waiting is committed in one transaction. A write that cannot be stored never fails its neighbours;
  /// when the commit itself fails, every write of the transaction is `.failed`.
  ///
  /// - Parameters:
  ///   - writes: stored in this order, all in one transaction.
  ///   - completion: called once with the results in the same order: on the writer's queue after the commit, or
  ///     before this call returns when the queue is full (`.failed(.busy)`) or the store closed (`.failed(.closed)`).
  func submit(_ writes: [StoreWrite], completion: @escaping @Sendable ([WriteResult]) -> Void)

  /// The decision with its labels and outcomes; nil when there is none.
  func decision(_ id: DecisionID) throws(StoreError) -> StoredDecision?

  /// Visits every decision that has an outcome, in the order of storing.
  ///
  /// It reads a page at a time, so memory stays constant and no read transaction stays open; what is stored meanwhile
  /// may or may not be seen. Throws what `body` throws, and `StoreError`.
  func forEachFinishedDecision(_ body: (StoredDecision) throws -> Void) throws

  /// Visits every decision without an outcome that so many of the experts asked, or more, labelled.
  func forEachUnsettledDecision(labels: Int, _ body: (StoredDecision) throws -> Void) throws

  /// Counts decisions and labels. Complexity: O(1).
  func decisionCounts() throws(StoreError) -> DecisionCounts

  /// Counts each expert's work, by name. Complexity: O(experts).
  func expertCounts() throws(StoreError) -> [String: ExpertCounts]

  /// Counts the labels stored with a creation time from `time` (milliseconds, UTC) on, replacements included.
  func labelCount(since time: Int64) throws(StoreError) -> Int

  /// Every model version, oldest first.
  func modelVersions() throws(StoreError) -> [ModelVersionRecord]

  /// The number that the next model version must have.
  func nextModelVersion() throws(StoreError) -> Int

  /// Adds a version; `.constraint` unless it has the next number and is not active.
  func insertModelVersion(_ record: ModelVersionRecord) throws(StoreError)

  /// Makes a version the active one and retires the one before, in one transaction.
  func activateModelVersion(_ version: Int) throws(StoreError)

  /// Changes a version's state, reason and metrics; only ``activateModelVersion(_:)`` changes which is active.
  func updateModelVersion(_ record: ModelVersionRecord) throws(StoreError)

  /// Every training run, newest first.
  func trainingRuns() throws(StoreError) -> [TrainingRunRecord]

  /// The training run with this id; nil when there is none.
  func trainingRun(_ id: DecisionID) throws(StoreError) -> TrainingRunRecord?

  /// Adds a run.
  func insertTrainingRun(_ record: TrainingRunRecord) throws(StoreError)

  /// Replaces everything of a run but its id and creation time; `.notFound` when there is none.
  func updateTrainingRun(_ record: TrainingRunRecord) throws(StoreError)

  /// Marks runs that a crash left queued or running as failed; answers how many.
  ///
  /// - Parameter time: milliseconds since 1970, UTC, kept as the time that they finished.
  @discardableResult
  func failInterruptedRuns(reason: String, at time: Int64) throws(StoreError) -> Int

  /// A named value of the service's own; nil when it was never set.
  func setting(_ name: String) throws(StoreError) -> String?

  /// Sets a named value.
  func setSetting(_ name: String, _ value: String) throws(StoreError)

  /// What the writer has done since it was opened.
  var statistics: StoreStatistics { get }

  /// Commits what is waiting, then closes the files; later calls fail with `.closed`.
  func close()
}
