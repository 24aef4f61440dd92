import GRDB
import Storage
import Testing

/// Opens databases as earlier versions of the program left them.
///
/// The tables are spelled out here on purpose: a released migration must not change, whatever the sources say today.
@Suite struct SQLiteMigrationTests {
  @Test func `a database from before the tallies is counted once`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      let old = try DatabaseQueue(path: path)
      try await old.write { try $0.execute(sql: firstTables + rows) }
      try old.close()

      let store = try SQLiteStore(path: path)
      defer { store.close() }
      var ada = ExpertCounts()
      (ada.assigned, ada.labels, ada.scored, ada.correct) = (2, 2, 1, 1)
      var grace = ExpertCounts()
      (grace.labels, grace.scored) = (1, 1)
      try #expect(store.expertCounts() == ["ada": ada, "grace": grace])
      var counts = DecisionCounts()
      (counts.predicted, counts.deferred, counts.finished, counts.labels) = (1, 2, 1, 3)
      try #expect(store.decisionCounts() == counts)
    }
  }

  @Test func `rows of an earlier version are read and added to`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      let old = try DatabaseQueue(path: path)
      try await old.write { try $0.execute(sql: firstTables + rows) }
      try old.close()

      let store = try SQLiteStore(path: path)
      defer { store.close() }
      let finished = try #require(try store.finishedDecisions().first)
      #expect(finished.record.text == nil)
      #expect(finished.record.expert == "ada" && finished.record.askedPool == ["ada", "grace"])
      #expect(finished.labels.map(\.label) == ["benign", "malignant"])
      #expect(finished.labelHistory.map(\.replaces) == [nil, nil, 2])
      #expect(finished.outcomeHistory.map(\.label) == ["malignant", "malignant"])
      let results = await store.write(
        .decision(Sample.decision(9), nil),
        .outcome(OutcomeRecord(decision: finished.record.id, label: "benign", createdAt: 5)))
      #expect(results == [.created, .replaced(previous: "malignant")])
      // Ada said malignant: what was right is wrong now, and Grace's the other way round.
      try #expect(store.expertCounts()["ada"]?.correct == 0)
      try #expect(store.expertCounts()["grace"]?.correct == 1)
    }
  }

  @Test func `opening again migrates nothing`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      for _ in 0..<3 { try SQLiteStore(path: path).close() }
      let database = try DatabaseQueue(path: path)
      let migrations = try await database.read {
        try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
      }
      #expect(migrations == ["1 decisions", "2 models", "3 tallies", "4 texts", "5 class probabilities"])
    }
  }
}
