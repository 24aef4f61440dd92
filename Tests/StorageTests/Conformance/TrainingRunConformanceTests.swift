import Storage
import Testing

@Suite struct TrainingRunConformanceTests {
  @Test(arguments: StoreBackend.all)
  func `a run is followed from the queue to its end`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      var run = TrainingRunRecord(id: .sample(1), createdAt: 10)
      try store.insertTrainingRun(run)
      try #expect(store.trainingRun(run.id) == run)
      run.state = .running
      run.progress = 0.4
      run.startedAt = 20
      try store.updateTrainingRun(run)
      run.state = .promoted
      run.progress = 1
      run.version = "2"
      run.reason = "not worse on 812 rows"
      run.metrics = "{\"rows\":812}"
      run.finishedAt = 30
      try store.updateTrainingRun(run)
      try #expect(store.trainingRun(run.id) == run)
      try #expect(store.trainingRun(.sample(2)) == nil)
    }
  }

  @Test(arguments: StoreBackend.all) func `runs are listed newest first`(_ backend: StoreBackend) async throws
  {
    try await backend.withStore { store in
      for n in 1...3 { try store.insertTrainingRun(TrainingRunRecord(id: .sample(n), createdAt: Int64(n))) }
      try #expect(store.trainingRuns().map(\.id) == [.sample(3), .sample(2), .sample(1)])
      #expect(throws: StoreError.self) {
        try store.insertTrainingRun(TrainingRunRecord(id: .sample(1), createdAt: 9))
      }
      #expect(throws: StoreError.notFound("training run \(DecisionID.sample(9))")) {
        try store.updateTrainingRun(TrainingRunRecord(id: .sample(9), createdAt: 9))
      }
    }
  }

  @Test(arguments: StoreBackend.all) func `runs that a crash interrupted are failed`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      for (n, state) in TrainingRunState.allCases.enumerated() {
        try store.insertTrainingRun(TrainingRunRecord(id: .sample(n), state: state, createdAt: 1))
      }
      try #expect(store.failInterruptedRuns(reason: "the process ended", at: 99) == 2)
      let runs = try store.trainingRuns()
      #expect(runs.allSatisfy { $0.state.isFinal })
      #expect(runs.filter { $0.reason == "the process ended" && $0.finishedAt == 99 }.count == 2)
      try #expect(store.failInterruptedRuns(reason: "again", at: 100) == 0)
    }
  }

  @Test(arguments: StoreBackend.all) func `settings are kept by name`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      try #expect(store.setting("history.sha256") == nil)
      try store.setSetting("history.sha256", "ab")
      try store.setSetting("history.sha256", "cd")
      try store.setSetting("other", "")
      try #expect(store.setting("history.sha256") == "cd")
      try #expect(store.setting("other") == "")
    }
  }
}
