import Storage
import Testing

@Suite struct OutcomeConformanceTests {
  @Test(arguments: StoreBackend.all)
  func `an outcome may change and its history stays`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let results = await store.write(
        .decision(Sample.decision(1), nil), .outcome(Sample.outcome(1, "benign", at: 10)),
        .outcome(Sample.outcome(1, "benign", at: 20)), .outcome(Sample.outcome(1, "malignant", at: 30)),
        .outcome(Sample.outcome(1, "malignant", source: "biopsy", at: 40)))
      #expect(
        results == [
          .created, .created, .unchanged, .replaced(previous: "benign"), .replaced(previous: "malignant"),
        ])
      let stored = try #require(try store.decision(.sample(1)))
      #expect(stored.outcomeHistory.map(\.createdAt) == [10, 30, 40])
      #expect(stored.outcome == Sample.outcome(1, "malignant", source: "biopsy", at: 40))
    }
  }

  @Test(arguments: StoreBackend.all)
  func `the stream holds finished decisions only, oldest first, each once`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      // More than two pages, finished in an order of their own, some of them twice.
      let count = 700
      _ = await store.write((0..<count).map { .decision(Sample.decision($0), nil) })
      let finished = (0..<count).filter { $0 % 7 != 0 }
      for n in finished.reversed() { store.submit([.outcome(Sample.outcome(n, "benign"))]) { _ in } }
      _ = await store.write(finished.prefix(50).map { .outcome(Sample.outcome($0, "malignant")) })
      _ = await store.write(.label(Sample.label(1, "ada", "malignant"), replace: false))
      let stream = try store.finishedDecisions()
      #expect(stream.map(\.record.id) == finished.map { .sample($0) })
      #expect(stream.first?.labels.map(\.label) == ["malignant"])
      #expect(stream.first?.outcome?.label == "malignant")
      try #expect(store.decisionCounts().finished == finished.count)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `what the visitor throws ends the stream`(_ backend: StoreBackend) async throws {
    struct Enough: Error {}
    try await backend.withStore { store in
      _ = await store.write((0..<5).map { .decision(Sample.decision($0), nil) })
      _ = await store.write((0..<5).map { .outcome(Sample.outcome($0, "benign")) })
      var seen = 0
      #expect(throws: Enough.self) {
        try store.forEachFinishedDecision { _ in
          seen += 1
          if seen == 3 { throw Enough() }
        }
      }
      #expect(seen == 3)
    }
  }
}
