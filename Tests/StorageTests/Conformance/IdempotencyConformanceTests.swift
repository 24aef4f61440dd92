import Storage
import Testing

@Suite struct IdempotencyConformanceTests {
  @Test(arguments: StoreBackend.all)
  func `a repeated request gets the first answer's bytes`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let first = Sample.decision(1)
      #expect(await store.write(.decision(first, Sample.key("k"))) == [.created])
      #expect(
        await store.write(.decision(Sample.decision(2), Sample.key("k"))) == [.replayed(answer: first.answer)]
      )
      try #expect(store.decision(.sample(2)) == nil)
      try #expect(store.decisionCounts().total == 1)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `another request under the same key is refused`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      _ = await store.write(.decision(Sample.decision(1), Sample.key("k", body: 1)))
      #expect(await store.write(.decision(Sample.decision(2), Sample.key("k", body: 2))) == [.keyReused])
      try #expect(store.decision(.sample(2)) == nil)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `two with one key in the same transaction are one`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let first = Sample.decision(1)
      let results = await store.write(
        .decision(first, Sample.key("k")), .decision(Sample.decision(2), Sample.key("k")),
        .decision(Sample.decision(3), Sample.key("k", body: 2)),
        .decision(Sample.decision(4), Sample.key("other")))
      #expect(results == [.created, .replayed(answer: first.answer), .keyReused, .created])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `a key means something within its scope only`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      var elsewhere = Sample.key("k", body: 2)
      elsewhere.scope = "someone-else POST /v1/decisions"
      let results = await store.write(
        .decision(Sample.decision(1), Sample.key("k")), .decision(Sample.decision(2), elsewhere))
      #expect(results == [.created, .created])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `a key is forgotten when it has expired, and not before`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let expiry = Sample.epoch + Sample.day
      let first = Sample.decision(1)
      _ = await store.write(.decision(first, Sample.key("k", expiresAt: expiry)))
      let late = Sample.decision(2, at: expiry - 1)
      #expect(await store.write(.decision(late, Sample.key("k"))) == [.replayed(answer: first.answer)])
      let after = Sample.decision(3, at: expiry)
      let renewed = Sample.key("k", body: 7, expiresAt: expiry + Sample.day)
      #expect(await store.write(.decision(after, renewed)) == [.created])
      #expect(
        await store.write(.decision(Sample.decision(4, at: expiry), renewed)) == [
          .replayed(answer: after.answer)
        ])
    }
  }
}
