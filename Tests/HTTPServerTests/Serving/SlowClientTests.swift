import Foundation
import HTTPServer
import Testing

/// Clients that are always active, and never fast enough.
struct SlowClientTests {
  @Test func `a head that drips is 408`() throws {
    let (server, port) = try Server.scripted { $0.headerTimeout = 0.3 }
    let client = try RawClient(port: port)
    client.send("GET /echo/1 HTTP/1.1\r\nHost: a\r\n")
    client.drip("X-Drip: 1\r\n") { server.timeouts(.head) > 0 }
    #expect(try client.response().status == 408)
    #expect(server.timeouts(.head) == 1)
  }

  @Test(arguments: ["Content-Length: 100000", "Transfer-Encoding: chunked"])
  func `a body that drips is 408`(field: String) throws {
    let (server, port) = try Server.scripted { $0.bodyTimeout = 0.3 }
    let client = try RawClient(port: port)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n")
    client.drip(field.hasPrefix("C") ? "x" : "1\r\nx\r\n") { server.timeouts(.body) > 0 }
    #expect(try client.response().status == 408)
    #expect(server.timeouts(.body) == 1)
  }

  @Test func `a body that keeps up the rate may take longer than either time limit`() throws {
    let (server, port) = try Server.scripted { limits in
      limits.bodyTimeout = 1
      limits.requestTimeout = 1
      limits.minimumRate = 1000
    }
    let client = try RawClient(port: port)
    let piece = String(repeating: "x", count: 1000)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 15000\r\n\r\n")
    let start = ContinuousClock.now
    for _ in 0..<15 {
      client.send(piece)
      usleep(100_000)
    }
    #expect(try client.response().status == 200)
    #expect(ContinuousClock.now - start > .seconds(1))
    #expect(server.timeouts(.body) == 0 && server.timeouts(.request) == 0)
  }

  @Test func `an answer that is sipped is dropped`() throws {
    let (server, port) = try Server.scripted { limits in
      limits.writeTimeout = 0.3
      limits.minimumRate = 64 << 20
    }
    let client = try RawClient(port: port, receiveBuffer: 4096)
    client.get("/large")
    var byte: UInt8 = 0
    waitUntil {
      recv(client.descriptor, &byte, 1, 0)
      return server.timeouts(.write) > 0 && server.openConnections == 0
    }
    #expect(server.timeouts(.write) == 1 && server.openConnections == 0)
  }

  @Test func `a client that stays after its last answer is let go`() throws {
    let (server, port) = try Server.scripted { $0.lingerTimeout = 0.2 }
    let client = try RawClient(port: port)
    client.get("/echo/1", "Connection: close\r\n")
    #expect(try client.response().status == 200)
    client.drip("more") { server.openConnections == 0 }
    #expect(server.timeouts(.linger) == 1)
  }

  @Test func `silence is counted as such, busy connections run into nothing`() throws {
    let (server, port) = try Server.scripted { limits in
      limits.idleTimeout = 0.4
      limits.headerTimeout = 0.4
      limits.requestTimeout = 0.4
    }
    let silent = try RawClient(port: port)
    let busy = try RawClient(port: port)
    let end = ContinuousClock.now + .seconds(1)
    while ContinuousClock.now < end {
      #expect(try busy.asked("/echo/1").status == 200)
      usleep(10_000)
    }
    #expect(try silent.rest() == "")
    #expect(server.timeouts(.idle) == 1)
    #expect(TimeLimit.allCases.reduce(0) { $0 + server.timeouts($1) } == 1)
  }
}

extension RawClient {
  /// Sends a little again and again, far more often than any time limit.
  fileprivate func drip(_ text: String, until condition: () -> Bool) {
    waitUntil {
      send(text)
      usleep(20_000)
      return condition()
    }
  }
}

extension Server<ScriptedHandler> {
  /// Connections that ran into a time limit, over all loops.
  func timeouts(_ limit: TimeLimit) -> UInt64 { statistics.reduce(0) { $0 + $1.snapshot().timeouts(limit) } }
}
