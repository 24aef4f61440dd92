import HTTPServer
import Testing

struct DrainTests {
  @Test func `open requests finish, idle connections close, new ones are refused`() async throws {
    let (server, port) = try Server.scripted()
    let idle = try RawClient(port: port)
    #expect(try idle.asked("/echo/1").status == 200)
    let busy = try RawClient(port: port)
    busy.get("/late/1")
    waitUntil { server.statistics[0].snapshot().requestsInFlight == 1 }
    await server.drain(within: 10)
    let answer = try busy.response()
    #expect(answer.body == "/late/1" && answer.header("connection") == "close")
    #expect(try idle.rest() == "")
    #expect(server.openConnections == 0)
    #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
  }

  @Test func `it ends in time though a request never does`() async throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.get("/never")
    waitUntil { server.statistics[0].snapshot().requestsInFlight == 1 }
    let start = ContinuousClock.now
    await server.drain(within: 0.2)
    // The request itself may take 120 s; the bound is wide for a pool that other tests keep busy.
    #expect(ContinuousClock.now - start < .seconds(100))
    #expect(try client.rest() == "")
    #expect(server.openConnections == 0)
  }

  @Test func `there is nothing to wait for where the start failed`() async throws {
    let (other, port) = try Server.scripted()
    let server = Server<ScriptedHandler>.idle(listen: "127.0.0.1:\(port)")
    #expect(throws: ServerError.self) { try server.start() }
    await server.drain(within: 60)
    #expect(other.openConnections == 0)
  }

  @Test(arguments: [1, 2])
  func `it can be repeated, with nothing open too`(loops: Int) async throws {
    let (server, _) = try Server.scripted(loops: loops)
    async let first: Void = server.drain(within: 5)
    async let second: Void = server.drain(within: 5)
    _ = await (first, second)
    await server.drain(within: 5)
    #expect(server.openConnections == 0)
  }
}
