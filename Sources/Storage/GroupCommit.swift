import Dispatch
import Synchronization

/// Gathers writes from any thread and commits all that wait in one transaction.
///
/// While one transaction is being synced to the disk the next one fills up, so the cost of a sync is shared by as many
/// writes as arrive in its time. It knows nothing of the database: `commit` does the storing.
package final class GroupCommit: Sendable {
  /// Bounds on what may wait and on what one transaction may hold.
  package struct Limits: Sendable {
    /// Writes that may wait; beyond it a submission is refused as busy.
    package var waiting: Int
    /// Writes after which a transaction takes no further submission.
    package var transaction: Int

    /// Takes both bounds, in writes.
    package init(waiting: Int = 16_384, transaction: Int = 4_096) {
      self.waiting = waiting
      self.transaction = transaction
    }
  }

  fileprivate struct Submission {
    let writes: [StoreWrite]
    let completion: @Sendable ([WriteResult]) -> Void
  }

  fileprivate struct State {
    var submissions: [Submission] = []
    var isScheduled = false
    var isClosed = false
    var statistics = StoreStatistics()
  }

  private let limits: Limits
  private let commit: @Sendable ([StoreWrite]) throws(StoreError) -> [WriteResult]
  private let queue = DispatchQueue(label: "deferral.store.writer", qos: .userInitiated)
  private let state = Mutex(State())

  /// Starts with an empty queue.
  ///
  /// - Parameter commit: stores writes in one transaction and answers each; called on the writer's queue only.
  package init(limits: Limits, commit: @escaping @Sendable ([StoreWrite]) throws(StoreError) -> [WriteResult])
  {
    precondition(limits.waiting > 0 && limits.transaction > 0, "limits must let at least one write through")
    self.limits = limits
    self.commit = commit
  }

  /// What was done so far.
  package var statistics: StoreStatistics { state.withLock(\.statistics) }

  /// Takes a lock for an append and returns; see ``Store/submit(_:completion:)``.
  package func submit(_ writes: [StoreWrite], completion: @escaping @Sendable ([WriteResult]) -> Void) {
    let admission = state.withLock { $0.admit(Submission(writes: writes, completion: completion), limits) }
    switch admission {
    case .refused(let error): completion(writes.map { _ in .failed(error) })
    case .queued(wakes: true): queue.async { self.turn() }
    case .queued(wakes: false): break
    }
  }

  /// Runs `body` on the writer's queue, between two transactions, and waits for it.
  package func exclusively<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    dispatchPrecondition(condition: .notOnQueue(queue))
    let closed = state.withLock(\.isClosed)
    guard !closed else { throw .closed }
    let result = queue.sync { () -> Swift.Result<Result, StoreError> in
      do throws(StoreError) { return .success(try body()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Refuses further writes, commits those that wait, then runs `body`; a second call does nothing.
  package func close(_ body: () -> Void) {
    dispatchPrecondition(condition: .notOnQueue(queue))
    let wasClosed = state.withLock { state in
      defer { state.isClosed = true }
      return state.isClosed
    }
    guard !wasClosed else { return }
    queue.sync {
      while commitOnce() {}
      body()
    }
  }

  /// One transaction, then to the back of the queue: other work of the writer's gets its turn.
  private func turn() {
    if commitOnce() { queue.async { self.turn() } }
  }

  /// Commits what waits, up to the limit; false when nothing is left and the turn ends.
  private func commitOnce() -> Bool {
    let taken = state.withLock { $0.take(upTo: limits.transaction) }
    guard !taken.isEmpty else { return false }
    let start = ContinuousClock.now
    let writes = taken.flatMap(\.writes)
    let results: [WriteResult]
    var failures = 0
    do throws(StoreError) {
      results = try commit(writes)
      precondition(results.count == writes.count, "a commit answers every write")
    } catch {
      results = writes.map { _ in .failed(error) }
      failures = 1
    }
    state.withLock { $0.finish(writes.count, failures: failures, in: start.duration(to: .now)) }
    answer(taken, results)
    return true
  }

  private func answer(_ submissions: [Submission], _ results: [WriteResult]) {
    var next = results.startIndex
    for submission in submissions {
      let end = next + submission.writes.count
      submission.completion(Array(results[next..<end]))
      next = end
    }
  }
}

extension GroupCommit.State {
  fileprivate enum Admission {
    case queued(wakes: Bool)
    case refused(StoreError)
  }

  /// Admits a submission if there is room; one that exceeds the limit alone is let into an empty queue.
  fileprivate mutating func admit(_ submission: GroupCommit.Submission, _ limits: GroupCommit.Limits)
    -> Admission
  {
    guard !isClosed else { return .refused(.closed) }
    let count = statistics.waiting + submission.writes.count
    guard count <= limits.waiting || statistics.waiting == 0 else {
      statistics.refusals += 1
      return .refused(.busy)
    }
    submissions.append(submission)
    statistics.waiting = count
    defer { isScheduled = true }
    return .queued(wakes: !isScheduled)
  }

  /// Takes whole submissions until the limit is reached, at least one; none ends the turn.
  fileprivate mutating func take(upTo limit: Int) -> [GroupCommit.Submission] {
    var count = 0
    let end = submissions.firstIndex { submission in
      defer { count += submission.writes.count }
      return count > 0 && count + submission.writes.count > limit
    }
    let taken = Array(submissions[..<(end ?? submissions.endIndex)])
    submissions.removeFirst(taken.count)
    isScheduled = !taken.isEmpty
    return taken
  }

  fileprivate mutating func finish(_ writes: Int, failures: Int, in duration: Duration) {
    statistics.waiting -= writes
    statistics.transactions += 1 - failures
    statistics.writes += failures == 0 ? writes : 0
    statistics.failures += failures
    statistics.seconds += duration / .seconds(1)
  }
}
