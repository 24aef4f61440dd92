import HTTPServer
import Testing

struct TimeLimitTests {
  @Test func `a head that does not end is 408`() throws {
    let (server, port) = try Server.scripted { $0.headerTimeout = 0.1 }
    let client = try RawClient(port: port)
    client.send("GET /echo/1 HTTP/1.1\r\nHost:")
    #expect(try client.response().status == 408)
    #expect(try client.rest() == "")
    withExtendedLifetime(server) {}
  }

  @Test func `a body that does not come is 408`() throws {
    let (server, port) = try Server.scripted { $0.bodyTimeout = 0.1 }
    let client = try RawClient(port: port)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
    #expect(try client.response().status == 408)
    #expect(try client.rest() == "")
    withExtendedLifetime(server) {}
  }

  @Test func `a silent connection is closed without a word`() throws {
    let (server, port) = try Server.scripted { $0.idleTimeout = 0.1 }
    #expect(try RawClient(port: port).rest() == "")
    let client = try RawClient(port: port)
    #expect(try client.asked("/echo/1").status == 200)
    #expect(try client.rest() == "")
    withExtendedLifetime(server) {}
  }

  @Test func `a request that nobody answers is 503`() throws {
    let (server, port) = try Server.scripted { $0.requestTimeout = 0.1 }
    let client = try RawClient(port: port)
    #expect(try client.asked("/never").status == 503)
    #expect(try client.rest() == "")
    #expect(server.statistics[0].snapshot().requestsInFlight == 0)
  }

  @Test func `a client that never reads its answer is dropped`() throws {
    let (server, port) = try Server.scripted { limits in
      limits.writeTimeout = 0.2
      limits.minimumRate = 1 << 30
    }
    let client = try RawClient(port: port, receiveBuffer: 4096)
    client.get("/large")
    waitUntil { server.statistics[0].snapshot().connectionsAccepted == 1 && server.openConnections == 0 }
    #expect(server.openConnections == 0)
    #expect(try client.rest().utf8.count < largeAnswer)
  }
}
