import Storage
import Testing

@Suite struct LabelConformanceTests {
  @Test(arguments: StoreBackend.all)
  func `the same label again changes nothing, whatever its seconds`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let results = await store.write(
        .decision(Sample.decision(1), nil),
        .label(Sample.label(1, "ada", "benign", seconds: 12.5, at: 10), replace: false),
        .label(Sample.label(1, "ada", "benign", seconds: 99, at: 20), replace: false),
        .label(Sample.label(1, "ada", "benign", at: 30), replace: true))
      #expect(results == [.created, .created, .unchanged, .unchanged])
      let stored = try #require(try store.decision(.sample(1)))
      #expect(stored.labels == [Sample.label(1, "ada", "benign", seconds: 12.5, at: 10)])
      #expect(stored.labelHistory.count == 1)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `another label conflicts unless it may replace`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let results = await store.write(
        .decision(Sample.decision(1), nil), .label(Sample.label(1, "ada", "benign"), replace: false),
        .label(Sample.label(1, "ada", "malignant"), replace: false),
        .label(Sample.label(1, "ada", "malignant"), replace: true))
      #expect(results == [.created, .created, .conflict(existing: "benign"), .replaced(previous: "benign")])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `every label stays in the history and names the one it replaces`(_ backend: StoreBackend) async throws
  {
    try await backend.withStore { store in
      _ = await store.write(.decision(Sample.decision(1), nil))
      let given = [
        Sample.label(1, "ada", "benign", seconds: 3, at: 10), Sample.label(1, "grace", "benign", at: 20),
        Sample.label(1, "ada", "malignant", at: 30), Sample.label(1, "ada", "benign", at: 40),
      ]
      for label in given { _ = await store.write(.label(label, replace: true)) }
      let stored = try #require(try store.decision(.sample(1)))
      #expect(stored.labelHistory.map(\.record) == given)
      #expect(stored.labelHistory.map(\.number) == [1, 2, 3, 4])
      #expect(stored.labelHistory.map(\.replaces) == [nil, nil, 1, 3])
      #expect(stored.labels == [given[1], given[3]])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `a label or outcome for an unknown decision finds nothing`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let results = await store.write(
        .label(Sample.label(1, "ada", "benign"), replace: true), .outcome(Sample.outcome(1, "benign")),
        .decision(Sample.decision(1), nil), .label(Sample.label(1, "ada", "benign"), replace: true))
      #expect(results == [.notFound, .notFound, .created, .created])
    }
  }

  @Test(arguments: StoreBackend.all) func `labels are counted from a time on`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      _ = await store.write((1...6).map { .decision(Sample.decision($0), nil) })
      _ = await store.write(
        (1...6).map { .label(Sample.label($0, "ada", "benign", at: Int64($0) * 100), replace: false) })
      try #expect(store.labelCount(since: 0) == 6)
      try #expect(store.labelCount(since: 300) == 4)
      try #expect(store.labelCount(since: 601) == 0)
    }
  }
}
