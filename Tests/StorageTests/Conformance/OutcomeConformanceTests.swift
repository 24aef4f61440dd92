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
  func `decisions without an outcome stream once enough of those asked have labelled them`(
    _ backend: StoreBackend
  ) async throws {
    try await backend.withStore { store in
      _ = await store.write((0..<300).map { .decision(Sample.decision($0), nil) })
      for n in 0..<300 {
        _ = await store.write(.label(Sample.label(n, "ada", "benign"), replace: false))
        // Grace was asked for even numbers only; a second label of hers replaces the first.
        var label = Sample.label(n, "grace", "malignant")
        label.asked = n % 2 == 0
        _ = await store.write(.label(label, replace: false))
        label.label = "benign"
        _ = await store.write(.label(label, replace: true))
        if n % 3 == 0 { _ = await store.write(.outcome(Sample.outcome(n, "benign"))) }
      }
      var seen: [StoredDecision] = []
      try store.forEachUnsettledDecision(labels: 2) { seen.append($0) }
      #expect(seen.map(\.record.id) == (0..<300).filter { $0 % 2 == 0 && $0 % 3 != 0 }.map { .sample($0) })
      #expect(seen.first?.labels.map(\.label) == ["benign", "benign"])
      #expect(seen.allSatisfy { $0.outcome == nil })
      var many = 0
      try store.forEachUnsettledDecision(labels: 3) { _ in many += 1 }
      #expect(many == 0)
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
