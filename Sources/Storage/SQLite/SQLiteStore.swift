import GRDB

/// The store in one SQLite file, for a single process.
///
/// It writes ahead to a log, so readers never wait for the writer; with ``Durability/full`` every commit is synced.
package final class SQLiteStore: Store {
  private static let pageOfDecisions = 256

  private let file: SQLiteFile
  private let writer: GroupCommit

  /// Opens or creates the database, checks it and brings its tables up to date.
  ///
  /// - Parameters:
  ///   - path: the file; its directory exists and is locked by a ``DirectoryLock``.
  ///   - durability: what a commit survives.
  ///   - waitingLimit: writes that may wait before a submission is refused as busy.
  /// - Throws: `.corrupt`, `.newerSchema`, `.inputOutput`, `.full`.
  /// - Complexity: O(size of the file) for the check.
  package init(path: String, durability: Durability = .full, waitingLimit: Int = 16_384) throws(StoreError) {
    let file = try SQLiteFile(path: path, durability: durability)
    self.file = file
    writer = GroupCommit(limits: .init(waiting: waitingLimit)) { writes throws(StoreError) in
      try file.transaction { try WriteTransaction.apply(writes, to: $0) }
    }
  }

  /// Queues writes; see ``Store``.
  package func submit(_ writes: [StoreWrite], completion: @escaping @Sendable ([WriteResult]) -> Void) {
    writer.submit(writes, completion: completion)
  }

  /// What the writer has done since it was opened.
  package var statistics: StoreStatistics { writer.statistics }

  /// What the writing connection really runs with.
  package func settings() throws(StoreError) -> SQLiteSettings {
    try change(SQLiteSettings.init)
  }

  /// Commits what is waiting, then closes the file.
  package func close() {
    writer.close { file.close() }
  }

  private func change<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    try writer.exclusively { () throws(StoreError) in try file.transaction(body) }
  }
}

extension SQLiteStore {
  /// The decision with its labels and outcomes; nil when there is none.
  package func decision(_ id: DecisionID) throws(StoreError) -> StoredDecision? {
    try file.read { try DecisionReader($0).decision(id) }
  }

  /// Visits every decision that has an outcome; see ``Store``.
  package func forEachFinishedDecision(_ body: (StoredDecision) throws -> Void) throws {
    try forEachDecision(body) { reader, after in
      try reader.finishedDecisions(after: after, limit: Self.pageOfDecisions)
    }
  }

  /// Visits decisions without an outcome and with so many asked labels or more; see ``Store``.
  package func forEachUnsettledDecision(labels: Int, _ body: (StoredDecision) throws -> Void) throws {
    try forEachDecision(body) { reader, after in
      try reader.unsettledDecisions(labels: labels, after: after, limit: Self.pageOfDecisions)
    }
  }

  private func forEachDecision(
    _ body: (StoredDecision) throws -> Void, page: (DecisionReader, Int64) throws -> DecisionReader.Page
  ) throws {
    var last: Int64? = 0
    while let after = last {
      let read = try file.read { try page(DecisionReader($0), after) }
      try read.decisions.forEach(body)
      last = read.last
    }
  }

  /// Counts decisions and labels.
  package func decisionCounts() throws(StoreError) -> DecisionCounts {
    try file.read(Tally.decisionCounts)
  }

  /// Counts each expert's work, by name.
  package func expertCounts() throws(StoreError) -> [String: ExpertCounts] {
    try file.read(Tally.expertCounts)
  }

  /// Counts labels by their creation time.
  package func labelCount(since time: Int64) throws(StoreError) -> Int {
    try file.read { try DecisionReader($0).labelCount(since: time) }
  }
}

extension SQLiteStore {
  /// Every model version, oldest first.
  package func modelVersions() throws(StoreError) -> [ModelVersionRecord] {
    try file.read { try ModelVersionTable($0).all() }
  }

  /// The number that the next model version must have.
  package func nextModelVersion() throws(StoreError) -> Int {
    try file.read { try ModelVersionTable($0).next() }
  }

  /// Adds a version with the next number.
  package func insertModelVersion(_ record: ModelVersionRecord) throws(StoreError) {
    try change { try ModelVersionTable($0).insert(record) }
  }

  /// Makes a version the active one and retires the one before.
  package func activateModelVersion(_ version: Int) throws(StoreError) {
    try change { try ModelVersionTable($0).activate(version) }
  }

  /// Changes a version's state, reason and metrics.
  package func updateModelVersion(_ record: ModelVersionRecord) throws(StoreError) {
    try change { try ModelVersionTable($0).update(record) }
  }
}

extension SQLiteStore {
  /// Every training run, newest first.
  package func trainingRuns() throws(StoreError) -> [TrainingRunRecord] {
    try file.read { try TrainingRunTable($0).all() }
  }

  /// The training run with this id; nil when there is none.
  package func trainingRun(_ id: DecisionID) throws(StoreError) -> TrainingRunRecord? {
    try file.read { try TrainingRunTable($0).run(id) }
  }

  /// Adds a run.
  package func insertTrainingRun(_ record: TrainingRunRecord) throws(StoreError) {
    try change { try TrainingRunTable($0).insert(record) }
  }

  /// Replaces everything of a run but its id and creation time.
  package func updateTrainingRun(_ record: TrainingRunRecord) throws(StoreError) {
    try change { try TrainingRunTable($0).update(record) }
  }

  /// Marks runs that a crash left queued or running as failed; answers how many.
  @discardableResult
  package func failInterruptedRuns(reason: String, at time: Int64) throws(StoreError) -> Int {
    try change { try TrainingRunTable($0).failInterrupted(reason: reason, at: time) }
  }
}

extension SQLiteStore {
  /// A named value of the service's own; nil when it was never set.
  package func setting(_ name: String) throws(StoreError) -> String? {
    try file.read {
      try String.fetchOne($0, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
    }
  }

  /// Sets a named value.
  package func setSetting(_ name: String, _ value: String) throws(StoreError) {
    let sql = """
      INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """
    try change { try $0.execute(sql: sql, arguments: [name, value]) }
  }
}
