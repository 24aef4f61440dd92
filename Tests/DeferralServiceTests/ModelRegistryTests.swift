import DeferralService
import Formats
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct ModelRegistryTests {
  @Test func `a version that was compared with another champion does not replace this one`() throws {
    let directory = try TemporaryDirectory()
    let registry = try registry(in: directory)
    for _ in 1...3 { try add(to: registry) }
    try registry.activate("1")
    let first = registry.champion
    try registry.activate("3", replacing: first)
    #expect(throws: RegistryError.self) { try registry.activate("2", replacing: first) }
    #expect(registry.active?.version == "3")
  }

  @Test func `an operator who activates the active version again is not overruled`() throws {
    let directory = try TemporaryDirectory()
    let registry = try registry(in: directory)
    for _ in 1...2 { try add(to: registry) }
    try registry.activate("1")
    let champion = registry.champion
    try registry.activate("1")
    #expect(throws: RegistryError.self) { try registry.activate("2", replacing: champion) }
    #expect(registry.active?.version == "1")
  }

  @Test func `a first start that was stopped before activating is taken up again`() async throws {
    let directory = try TemporaryDirectory()
    try add(to: registry(in: directory))
    let fixture = try ServiceFixture(bundle: .clinic(), directory: directory)
    #expect(fixture.service.activeModel?.version == "1")
    await fixture.service.stop()
  }

  @Test func `a start that cannot listen leaves no first model behind`() async throws {
    let other = try ServiceFixture(bundle: nil)
    let directory = try TemporaryDirectory()
    #expect(throws: ServiceError.self) {
      try ServiceFixture(bundle: .clinic(), directory: directory) { $0.listen = [other.address] }
    }
    #expect(try registry(in: directory).versions().isEmpty)
    await other.service.stop()
  }

  @Test func `an address without a port is refused with the cure`() {
    #expect { try ServiceFixture(bundle: nil) { $0.listen = ["9000"] } } throws: {
      "\($0)".contains("host:port")
    }
  }

  private func registry(in directory: TemporaryDirectory) throws -> ModelRegistry {
    try FileManager.default.createDirectory(
      atPath: directory("data") + "/models", withIntermediateDirectories: true)
    let store = try SQLiteStore(path: directory("data") + "/deferral.sqlite", durability: .full)
    return try ModelRegistry(directory: directory("data") + "/models", store: store)
  }

  private func add(to registry: ModelRegistry) throws {
    _ = try registry.add(
      .clinic(), state: .candidate, parent: nil, reason: nil, metrics: "{}", at: 0)
  }
}
