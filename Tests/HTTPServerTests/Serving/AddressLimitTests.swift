import HTTPServer
import Testing

struct AddressLimitTests {
  @Test func `an address with too many connections is closed, and admitted when one has gone`() throws {
    let (server, port) = try Server.scripted(loops: 2) { $0.connectionsPerAddress = 3 }
    var held = try (0..<3).map { _ in try RawClient(port: port) }
    for client in held { #expect(try client.asked("/echo/1").status == 200) }
    #expect(try RawClient(port: port).rest() == "")
    #expect(server.refused == 1 && server.openConnections == 3)
    held.removeLast()
    waitUntil { server.openConnections == 2 }
    #expect(try RawClient(port: port).asked("/echo/2").status == 200)
    #expect(try held[0].asked("/echo/3").status == 200)
  }

  @Test func `it is counted right over many that come and go`() throws {
    let (server, port) = try Server.scripted { $0.connectionsPerAddress = 2 }
    for _ in 0..<100 {
      let pair = try (0..<2).map { _ in try RawClient(port: port) }
      for client in pair { #expect(try client.asked("/echo/1").status == 200) }
      withExtendedLifetime(pair) {}
      waitUntil { server.openConnections == 2 }
      for client in pair { client.endOutput() }
      waitUntil { server.openConnections == 0 }
    }
    #expect(server.refused == 0)
  }
}

extension Server<ScriptedHandler> {
  /// Connections refused for their address, over all loops.
  var refused: UInt64 { statistics.reduce(0) { $0 + $1.snapshot().connectionsRefused } }
}
