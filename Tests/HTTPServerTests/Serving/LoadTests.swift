import Glibc
import HTTPServer
import Synchronization
import Testing

/// Serialised: each of these fills the machine by itself.
@Suite(.serialized) struct LoadTests {
  @Test func `three hundred connections are served, and leave nothing behind`() throws {
    let (server, port) = try Server.scripted(loops: 2)
    for round in 0..<3 {
      let clients = try (0..<300).map { _ in try RawClient(port: port) }
      for (number, client) in clients.enumerated() {
        client.get(number % 2 == 0 ? "/late/\(number)" : "/echo/\(number)")
      }
      for (number, client) in clients.enumerated() {
        #expect(try client.response().body.hasSuffix("/\(number)"), "round \(round)")
      }
    }
    waitUntil { server.openConnections == 0 }
    #expect(server.openConnections == 0)
    #expect(server.statistics.reduce(0) { $0 + $1.snapshot().connectionsAccepted } == 900)
  }

  @Test func `a server that is let go closes its sockets`() throws {
    var server: Server<ScriptedHandler>?
    var port: UInt16 = 0
    (server, port) = try Server.scripted(loops: 2)
    let client = try RawClient(port: port)
    #expect(try client.asked("/echo/1").status == 200)
    #expect(server != nil)
    server = nil
    #expect(try client.rest() == "")
    waitUntil { (try? RawClient(port: port)) == nil }
    #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
  }

  @Test func `connections beyond the limit wait until one closes`() throws {
    let (server, port) = try Server.scripted(loops: 2) { $0.connections = 2 }
    var first: RawClient? = try RawClient(port: port)
    let second = try RawClient(port: port)
    #expect(try first?.asked("/echo/1").status == 200)
    #expect(try second.asked("/echo/2").status == 200)
    let third = try RawClient(port: port)
    third.get("/echo/3")
    #expect(server.openConnections == 2)
    first = nil
    #expect(try third.response().body == "/echo/3")
  }

  @Test func `work posted to a busy loop is seen at once`() throws {
    let (server, port) = try Server.scripted()
    let isDone = Mutex(false)
    let load = Load(port: port)
    load.start()
    waitUntil { load.requests > 0 }
    #expect(load.requests > 0)
    var slowest = Duration.zero
    for _ in 0..<50 {
      isDone.withLock { $0 = false }
      let start = ContinuousClock.now
      server.inboxes[0].post { _ in isDone.withLock { $0 = true } }
      waitUntil { isDone.withLock { $0 } }
      slowest = max(slowest, ContinuousClock.now - start)
    }
    load.stop()
    // Work on the loop's queue waited 0.6 s and more; the rest is for machines that are busy with other tests.
    #expect(slowest < .milliseconds(500))
  }
}
