import Glibc
import HTTPServer
import Testing

/// Time limits where bodies and answers are streamed.
struct StreamDeadlineTests {
  @Test func `an answer outlives the limits of its head and of its request as long as it moves`() throws {
    let fixture = try StreamingServer { limits in
      limits.headerTimeout = 0.2
      limits.bodyTimeout = 0.2
      limits.requestTimeout = 1
    }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get("/ticks", "Connection: close\r\n")
    let start = fixture.statistics.bytesSent
    let began = ContinuousClock.now
    // A sign of life is sent each 50 ms.
    waitUntil { ContinuousClock.now - began > .seconds(2) && fixture.statistics.bytesSent > start + 100 }
    #expect(fixture.statistics.connectionsOpen == 1 && fixture.statistics.answersAborted == 0)
    #expect(fixture.statistics.timeouts.allSatisfy { $0 == 0 })
    fixture.server.inboxes[0].post { $0.streams.forEach { $0.close() } }
    #expect(try client.rest().hasSuffix("3\r\n:\n\n\r\n0\r\n\r\n"))
  }

  @Test func `an upload that its receiver pauses runs into the request's limit, not into the body's`() throws
  {
    let fixture = try StreamingServer { limits in
      limits.bodyTimeout = 0.1
      limits.requestTimeout = 0.5
    }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /paused HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nab")
    #expect(try client.response().status == 503)
    #expect(fixture.statistics.timeouts(.body) == 0 && fixture.statistics.timeouts(.request) == 1)
    #expect(fixture.record.snapshot.failures.count == 1)
  }

  @Test(arguments: ["/count", "/pausing"])
  func `an upload that drips is 408, whether its receiver pauses or not`(path: String) throws {
    let fixture = try StreamingServer { limits in
      limits.bodyTimeout = 0.3
      limits.requestTimeout = 5
    }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
    waitUntil {
      client.send("x")
      usleep(20_000)
      return fixture.statistics.timeouts(.body) > 0
    }
    #expect(try client.response().status == 408)
    #expect(fixture.statistics.timeouts(.body) == 1 && fixture.record.snapshot.failures.count == 1)
  }

  @Test func `an upload may take longer than each limit as long as it keeps up the rate`() throws {
    let fixture = try StreamingServer { limits in
      limits.bodyTimeout = 1
      limits.requestTimeout = 1
      limits.minimumRate = 1000
    }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /count HTTP/1.1\r\nHost: a\r\nContent-Length: 15000\r\n\r\n")
    for _ in 0..<15 {
      client.send(String(repeating: "x", count: 1000))
      usleep(100_000)
    }
    #expect(try client.response().body == "15000")
    #expect(fixture.statistics.timeouts.allSatisfy { $0 == 0 })
  }

  @Test func `a rest that is dropped has the body's limit, then nothing is left`() throws {
    let fixture = try StreamingServer { $0.bodyTimeout = 0.1 }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
    #expect(try client.response().status == 401)
    #expect(try client.rest() == "")
    waitUntil { fixture.statistics.connectionsOpen == 0 }
    #expect(fixture.statistics.timeouts(.body) == 1 && fixture.statistics.requestsInFlight == 0)
  }

  @Test func `a drain ends event streams, lets an upload finish and a reader read`() async throws {
    let fixture = try StreamingServer()
    let events = try RawClient(port: fixture.port)
    events.get("/ticks", "Accept-Encoding: gzip\r\n")
    #expect(try events.response(toHead: true).status == 200)
    let upload = try RawClient(port: fixture.port)
    upload.send("PUT /count HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
    waitUntil { fixture.record.snapshot.received == 2 }
    let reader = try RawClient(port: fixture.port, receiveBuffer: 4096)
    reader.get("/large")
    #expect(try reader.response(toHead: true).status == 200)
    async let drained: Void = fixture.server.drain(within: 60)
    #expect(try events.rest().hasSuffix("0\r\n\r\n"))
    upload.send("cd")
    let answer = try upload.response()
    #expect(answer.body == "4" && answer.header("connection") == "close")
    // The source ends its answer at once when the server drains.
    #expect(try reader.rest().hasSuffix("0\r\n\r\n"))
    await drained
    #expect(fixture.statistics.connectionsOpen == 0 && fixture.record.snapshot.failures.isEmpty)
  }
}
