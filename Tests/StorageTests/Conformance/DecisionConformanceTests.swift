import Storage
import Testing

@Suite struct DecisionConformanceTests {
  @Test(arguments: StoreBackend.all) func `a decision comes back as it was stored`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      let asked = Sample.decision(1, features: 784 * 4)
      let predicted = Sample.decision(2, expert: nil, audit: true, features: 0)
      #expect(await store.write(.decision(asked, nil), .decision(predicted, nil)) == [.created, .created])
      try #expect(store.decision(.sample(1))?.record == asked)
      try #expect(store.decision(.sample(2))?.record == predicted)
      try #expect(store.decision(.sample(3)) == nil)
    }
  }

  @Test(arguments: StoreBackend.all) func `columns that may be missing stay missing`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      var bare = Sample.decision(1, expert: nil)
      bare.metadata = nil
      bare.traceparent = nil
      bare.askedPool = []
      _ = await store.write(.decision(bare, nil))
      try #expect(store.decision(.sample(1))?.record == bare)
    }
  }

  @Test(arguments: StoreBackend.all) func `a text comes back to the byte, an empty one as empty`(
    _ backend: StoreBackend
  ) async throws {
    try await backend.withStore { store in
      for (number, text) in [[], [0], Array("a\u{0}b — Zoë 😀\r\n".utf8)].enumerated() {
        var decision = Sample.decision(number, features: 0)
        decision.text = text
        #expect(await store.write(.decision(decision, nil)) == [.created])
        try #expect(store.decision(.sample(number))?.record == decision)
      }
    }
  }

  @Test(arguments: StoreBackend.all) func `an id used twice fails alone`(_ backend: StoreBackend) async throws
  {
    try await backend.withStore { store in
      let first = Sample.decision(1)
      var second = Sample.decision(1)
      second.prediction = "malignant"
      let results = await store.write(
        .decision(first, nil), .decision(second, nil), .decision(second, Sample.key("k")),
        .label(Sample.label(1, "ada", "benign"), replace: false), .decision(Sample.decision(2), nil))
      #expect(results[0] == .created)
      #expect(results[1].isConstraintFailure)
      #expect(results[2].isConstraintFailure)
      #expect(results[3...] == [.created, .created])
      try #expect(store.decision(.sample(1))?.record == first)
      try #expect(store.decisionCounts().total == 2)
      // The key of the write that failed was not kept either.
      #expect(await store.write(.decision(Sample.decision(3), Sample.key("k", body: 9))) == [.created])
    }
  }

  @Test(arguments: StoreBackend.all, ["", "two\nlines"])
  func `a name that a list cannot hold is refused`(_ backend: StoreBackend, _ name: String) async throws {
    try await backend.withStore { store in
      var decision = Sample.decision(1)
      decision.askedPool = ["ada", name]
      let results = await store.write(.decision(decision, nil), .decision(Sample.decision(2), nil))
      #expect(results[0].isConstraintFailure)
      #expect(results[1] == .created)
    }
  }

  @Test(arguments: StoreBackend.all) func `a propensity that is no number is refused`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      var decision = Sample.decision(1)
      decision.propensity = .nan
      #expect(await store.write(.decision(decision, nil))[0].isConstraintFailure)
      try #expect(store.decision(.sample(1)) == nil)
    }
  }

  @Test(arguments: StoreBackend.all) func `an empty submission is answered`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      #expect(await store.write([]).isEmpty)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `everything acknowledged is there after reopening`(_ backend: StoreBackend) async throws {
    try await withDirectory { directory in
      let first = try backend.open(directory)
      _ = await first.write(
        .decision(Sample.decision(1), Sample.key("k")),
        .label(Sample.label(1, "ada", "benign"), replace: false),
        .outcome(Sample.outcome(1, "benign")))
      let before = try first.decision(.sample(1))
      first.close()
      let second = try backend.open(directory)
      defer { second.close() }
      #expect(before?.outcome?.label == "benign")
      try #expect(second.decision(.sample(1)) == before)
      try #expect(second.expertCounts()["ada"]?.correct == 1)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `closing commits what waits and refuses what comes after`(_ backend: StoreBackend) async throws {
    try await withDirectory { directory in
      let store = try backend.open(directory)
      for n in 0..<500 { store.submit([.decision(Sample.decision(n), nil)]) { _ in } }
      store.close()
      #expect(await store.write(.decision(Sample.decision(500), nil)) == [.failed(.closed)])
      #expect(throws: StoreError.closed) { try store.decision(.sample(1)) }
      #expect(throws: StoreError.closed) { try store.setSetting("a", "b") }
      store.close()
      let again = try backend.open(directory)
      defer { again.close() }
      try #expect(again.decisionCounts().total == 500)
    }
  }
}

extension WriteResult {
  /// Whether the row broke a rule of the schema.
  var isConstraintFailure: Bool {
    if case .failed(.constraint) = self { true } else { false }
  }
}
