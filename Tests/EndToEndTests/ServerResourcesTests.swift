import Foundation
import TestSupport
import Testing

struct ServerResourcesTests {
  @Test func `clients that left leave no descriptor behind, and an idle server uses no time`() async throws {
    let directory = try TemporaryDirectory()
    let server = try await ServerProcess(["--data-directory", directory("data")])
    try await askOnce(server)
    // Dispatch and SQLite keep some for themselves once they were used; a second round adds none.
    let before = try await settledDescriptors(server)
    for _ in 0..<3 { try await askFromManyClients(server) }
    let after = try await settledDescriptors(server)
    #expect(after <= before + 4, "\(before) descriptors, then \(after)")

    let ticks = server.clockTicks
    try await Task.sleep(for: .seconds(1))
    #expect(server.clockTicks - ticks <= 5, "of 100 a second")
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `a client that stays after its last answer costs no time`() async throws {
    let directory = try TemporaryDirectory()
    let server = try await ServerProcess(["--data-directory", directory("data")])
    let client = try OpenSocket(address: server.address)
    client.send("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    try #require(client.readsToEnd())
    // The server lingers for two seconds, in which the client does not close.
    let ticks = server.clockTicks
    try await Task.sleep(for: .seconds(1))
    #expect(server.clockTicks - ticks <= 5, "of 100 a second")
    withExtendedLifetime(client) {}
  }

  private func askOnce(_ server: ServerProcess) async throws {
    let answer = try await server.client(connections: 1).send("GET", "/livez")
    #expect(answer.status == 200)
  }

  private func askFromManyClients(_ server: ServerProcess) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { try await askOnce(server) } }
      try await group.waitForAll()
    }
  }

  /// Waits until the number stands still for a while, ten seconds at most.
  private func settledDescriptors(_ server: ServerProcess) async throws -> Int {
    var last = server.openDescriptors
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(500))
      let now = server.openDescriptors
      if now == last { return now }
      last = now
    }
    return last
  }
}
