import HTTPServer
import Testing

struct StreamedAnswerTests {
  @Test func `an answer of unknown length goes out in chunks, and the next request waits for its end`() throws
  {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get("/chunks")
    client.get("/length", "Connection: close\r\n")
    #expect(try client.response(toHead: true).header("transfer-encoding") == "chunked")
    let parts = try client.rest().split(separator: "0\r\n\r\nHTTP/1.1 200 OK", maxSplits: 1)
    #expect(parts.count == 2)
    #expect(parts.first?.filter { $0 == "y" }.count == 25_000)
    #expect(parts.first?.hasPrefix("2710\r\ny") == true)
    #expect(parts.last?.hasSuffix("\r\n\r\n" + String(repeating: "y", count: 25_000)) == true)
  }

  @Test func `a known length is announced, and the connection lives on`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    for _ in 0..<2 {
      client.get("/length")
      #expect(try client.response().body.utf8.count == 25_000)
    }
    #expect(fixture.statistics.connectionsAccepted == 1 && fixture.statistics.requestsInFlight == 0)
  }

  @Test func `a client of HTTP 1.0 gets no chunks but the end of the connection`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("GET /chunks HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    let head = try client.response(toHead: true)
    #expect(head.header("transfer-encoding") == nil && head.header("connection") == "close")
    #expect(try client.rest() == String(repeating: "y", count: 25_000))
  }

  @Test(arguments: ["/chunks", "/length", "/rows", "/events"])
  func `HEAD gets no body, and the connection lives on`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.response(toHead: true).status == 200)
    client.get("/length")
    #expect(try client.response().body.utf8.count == 25_000)
  }

  @Test(arguments: ["/short", "/long"])
  func `a handler that contradicts its length aborts its answer`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get(path)
    client.get("/length")
    let all = (try? client.rest()) ?? ""
    #expect(all.filter { $0 == "y" }.count < 30_000 && !all.dropFirst().contains("HTTP/1.1 200"))
    #expect(fixture.statistics.lengthMismatches == 1 && fixture.statistics.answersAborted == 1)
    #expect(fixture.statistics.requestsInFlight == 0)
  }

  @Test func `an aborted answer has no end`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get("/abort")
    #expect(try !client.rest().hasSuffix("0\r\n\r\n"))
    #expect(fixture.record.snapshot.failures.isEmpty && fixture.statistics.answersAborted == 1)
  }

  @Test(arguments: ["/large", "/rows"])
  func `a slow reader gets every byte`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port, receiveBuffer: 4096)
    client.get(path, "Connection: close\r\n")
    waitUntil { path == "/rows" || !fixture.record.snapshot.outcomes.isEmpty }
    #expect(try client.response(toHead: true).status == 200)
    let all = try client.rest()
    #expect(all.hasSuffix("\r\n0\r\n\r\n"))
    let bytes = all.utf8.count { $0 == UInt8(ascii: path == "/large" ? "y" : "x") }
    #expect(bytes == (path == "/large" ? largeStream : 10_000_000))
    #expect(fixture.statistics.answersAborted == 0)
  }

  @Test(arguments: ["/large", "/rows"])
  func `a source learns once that its client left`(path: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    var client: RawClient? = try RawClient(port: fixture.port, receiveBuffer: 4096)
    client?.get(path)
    #expect(try client?.response(toHead: true).status == 200)
    client = nil
    waitUntil { !fixture.record.snapshot.failures.isEmpty }
    #expect(fixture.record.snapshot.failures == [.clientLeft])
    #expect(fixture.statistics.requestsInFlight == 0 && fixture.statistics.answersAborted == 1)
  }

  @Test func `a reader that is stuck is dropped, and its source told`() throws {
    let fixture = try StreamingServer { limits in
      limits.writeTimeout = 0.2
      limits.minimumRate = 1 << 30
    }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port, receiveBuffer: 4096)
    client.get("/large")
    waitUntil { !fixture.record.snapshot.failures.isEmpty }
    #expect(fixture.record.snapshot.failures == [.readerStuck])
    #expect(fixture.statistics.timeouts(.write) == 1 && fixture.statistics.answersAborted == 1)
    waitUntil { fixture.statistics.connectionsOpen == 0 }
    #expect(fixture.statistics.connectionsOpen == 0 && fixture.statistics.requestsInFlight == 0)
    withExtendedLifetime(client) {}
  }

  @Test func `a silent answer ends with the request's time`() throws {
    let fixture = try StreamingServer { $0.requestTimeout = 0.1 }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get("/open")
    #expect(try client.rest().hasSuffix("4\r\nword\r\n"))
    waitUntil { !fixture.record.snapshot.failures.isEmpty }
    #expect(fixture.record.snapshot.failures.count == 1)
  }

  @Test func `a stream outlives the time for its request's head and body`() throws {
    let fixture = try StreamingServer { limits in
      limits.headerTimeout = 0.2
      limits.bodyTimeout = 0.2
      limits.requestTimeout = 0.4
    }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    let start = ContinuousClock.now
    client.get("/events")
    #expect(try client.response(toHead: true).status == 200)
    waitUntil { ContinuousClock.now - start > .seconds(1) }
    #expect(fixture.statistics.requestsInFlight == 1 && fixture.statistics.answersAborted == 0)
  }

  @Test func `open streams are told of a drain and end in order`() async throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get("/open")
    waitUntil { fixture.statistics.requestsInFlight == 1 }
    await fixture.server.drain(within: 10)
    #expect(try client.rest().hasSuffix("4\r\nword\r\n0\r\n\r\n"))
    #expect(fixture.record.snapshot.drains == 1 && fixture.record.snapshot.failures.isEmpty)
  }

  @Test func `a stream that does not end is closed when the drain's time is over`() async throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /paused HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nab")
    waitUntil { fixture.record.snapshot.received == 2 }
    await fixture.server.drain(within: 0.1)
    #expect(fixture.record.snapshot.failures == [.serverStopped])
    #expect(try client.rest() == "")
  }
}
