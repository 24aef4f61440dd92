import Storage
import Testing

@Suite struct ModelVersionConformanceTests {
  private func version(_ number: Int, _ state: ModelState = .candidate) -> ModelVersionRecord {
    ModelVersionRecord(
      version: number, state: state, sourceVersion: "2026-11", parent: number > 1 ? "\(number - 1)" : nil,
      metrics: "{\"system_accuracy\":0.9}", createdAt: Sample.epoch + Int64(number))
  }

  @Test(arguments: StoreBackend.all)
  func `versions are numbered from one without gaps`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      try #expect(store.nextModelVersion() == 1)
      try store.insertModelVersion(version(1))
      #expect(throws: StoreError.self) { try store.insertModelVersion(version(1)) }
      #expect(throws: StoreError.self) { try store.insertModelVersion(version(3)) }
      try store.insertModelVersion(version(2, .rejected))
      try #expect(store.nextModelVersion() == 3)
      try #expect(store.modelVersions() == [version(1), version(2, .rejected)])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `activating retires the version before`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      for number in 1...3 { try store.insertModelVersion(version(number)) }
      try store.activateModelVersion(1)
      try store.activateModelVersion(3)
      try #expect(store.modelVersions().map(\.state) == [.retired, .candidate, .active])
      try store.activateModelVersion(1)
      try store.activateModelVersion(1)
      try #expect(store.modelVersions().map(\.state) == [.active, .candidate, .retired])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `activating an unknown version leaves the active one alone`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      try store.insertModelVersion(version(1))
      try store.activateModelVersion(1)
      #expect(throws: StoreError.notFound("model version 9")) { try store.activateModelVersion(9) }
      try #expect(store.modelVersions().map(\.state) == [.active])
    }
  }

  @Test(arguments: StoreBackend.all)
  func `an update keeps the reason but never moves the active mark`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      for number in 1...2 { try store.insertModelVersion(version(number)) }
      try store.activateModelVersion(1)
      var worse = version(2, .rejected)
      worse.reason = "expected cost rose by 0.02"
      try store.updateModelVersion(worse)
      try #expect(store.modelVersions()[1] == worse)
      #expect(throws: StoreError.self) { try store.updateModelVersion(version(2, .active)) }
      #expect(throws: StoreError.self) { try store.updateModelVersion(version(1, .retired)) }
      #expect(throws: StoreError.notFound("model version 7")) { try store.updateModelVersion(version(7)) }
      #expect(throws: StoreError.self) { try store.insertModelVersion(version(3, .active)) }
    }
  }
}
