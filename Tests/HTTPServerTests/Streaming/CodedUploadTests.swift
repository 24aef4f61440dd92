import HTTPServer
import Testing

/// Bodies with a coding on streamed routes.
struct CodedUploadTests {
  private static let text = prose(200_000)

  private static func chunked(_ bytes: [UInt8], size: Int) -> [UInt8] {
    var message: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      let chunk = bytes[start..<min(start + size, bytes.count)]
      message += Array(String(chunk.count, radix: 16).utf8) + [13, 10] + chunk + [13, 10]
    }
    return message + Array("0\r\n\r\n".utf8)
  }

  private static func put(_ path: String, coding: String = "gzip", _ body: [UInt8], chunk: Int?) -> [UInt8] {
    let framing = chunk == nil ? "Content-Length: \(body.count)" : "Transfer-Encoding: chunked"
    let head = "PUT \(path) HTTP/1.1\r\nHost: a\r\nContent-Encoding: \(coding)\r\n\(framing)\r\n\r\n"
    return Array(head.utf8) + (chunk.map { chunked(body, size: $0) } ?? body)
  }

  @Test(arguments: [("gzip", Int32(31)), ("deflate", 15), ("deflate", -15)], [nil, 1, 700, 100_000])
  func `pieces arrive without their coding`(coding: (String, Int32), chunk: Int?) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    let body = packed(Self.text, windowBits: coding.1)
    for path in ["/count", "/pausing", "/count"] {
      client.send(Self.put(path, coding: coding.0, body, chunk: chunk))
      #expect(try client.response().body == "200000")
    }
    let sum = Self.text.reduce(UInt64(0)) { $0 + UInt64($1) }
    #expect(fixture.record.snapshot.sum == 3 * sum && fixture.record.snapshot.ends == 3)
  }

  @Test(arguments: [nil, 3])
  func `what is broken or cut short is 400, and the receiver is told once`(chunk: Int?) throws {
    let sound = packed(Self.text)
    for body in [Array(sound.dropLast()), sound + [7], Array("plain text".utf8)] {
      let fixture = try StreamingServer()
      let client = try RawClient(port: fixture.port)
      client.send(Self.put("/count", body, chunk: chunk))
      #expect(try client.response().status == 400)
      #expect(try client.rest() == "")
      let record = fixture.record.snapshot
      #expect(record.ends == 0 && record.failures.count == 1)
      #expect(fixture.statistics.requestsInFlight == 0)
    }
  }

  @Test func `an empty body needs no coding`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    for chunk in [nil, 1] {
      client.send(Self.put("/count", [], chunk: chunk))
      #expect(try client.response().body == "0")
    }
    #expect(fixture.record.snapshot.ends == 2)
  }

  @Test func `other codings are 415 before the handler sees anything`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.put("/count", coding: "br", [1, 2, 3], chunk: nil))
    let answer = try client.response()
    #expect(answer.status == 415 && answer.header("accept-encoding") == "gzip, deflate")
    #expect(fixture.record.snapshot.handled == 0)
  }

  @Test func `the route's limit counts what is inflated`() throws {
    let small = Route(
      .put, "/limited", bodyLimit: 100_000, delivery: .streamed, action: StreamingHandler.Script.count)
    let fixture = try StreamingServer(routes: [small])
    defer { withExtendedLifetime(fixture) {} }
    let within = try RawClient(port: fixture.port)
    within.send(Self.put("/limited", packed(prose(100_000)), chunk: 50))
    #expect(try within.response().body == "100000")
    within.send(Self.put("/limited", packed(prose(100_001)), chunk: 50))
    #expect(try within.response().status == 413)
    #expect(fixture.record.snapshot.received <= 200_000 && fixture.record.snapshot.failures.count == 1)
  }

  @Test func `a bomb is 413 long before it has gone off`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.put("/count", packed([UInt8](repeating: 0, count: 64 << 20), level: 9), chunk: nil))
    #expect(try client.response().status == 413)
    #expect(fixture.record.snapshot.received < 4 << 20)
  }

  @Test func `nothing more is inflated while the receiver pauses`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.put("/paused", packed([UInt8](repeating: 7, count: 1 << 20)), chunk: 100))
    waitUntil { fixture.record.snapshot.received > 0 }
    let other = try RawClient(port: fixture.port)
    for _ in 0..<50 {
      other.get("/count")
      #expect(try other.response().status == 200)
    }
    #expect(fixture.record.snapshot.received <= 64 << 10)
  }

  @Test func `an early answer leaves nothing of a coded body to be taken for a request`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    let zeros = packed([UInt8](repeating: 0, count: 1 << 20))
    for chunk in [nil, 10] {
      client.send(Self.put("/early", zeros, chunk: chunk))
      #expect(try client.response().status == 403)
      client.send(Self.put("/count", packed(Self.text), chunk: chunk))
      #expect(try client.response().body == "200000")
    }
    #expect(fixture.statistics.connectionsAccepted == 1)
  }

  @Test func `an answer during a pause drops the rest of a coded body`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.put("/paused", packed([UInt8](repeating: 0, count: 1 << 20)), chunk: nil))
    client.get("/length")
    waitUntil { fixture.record.snapshot.received > 0 }
    fixture.server.inboxes[0].post { handler in
      let exchange = handler.record.snapshot.exchange
      if let exchange { handler.respond(exchange, status: 403, "enough") }
    }
    #expect(try client.response().status == 403)
    #expect(try client.response().body.utf8.count == 25_000)
  }

  @Test func `curl uploads 300 MB in gzip from a pipe, and memory stays flat`() throws {
    let fixture = try StreamingServer { $0.inflationRatio = 2000 }
    defer { withExtendedLifetime(fixture) {} }
    let before = residentBytes
    let output = try Command.shell(
      "head -c 300000000 /dev/zero | gzip -1 | "
        + "curl -sS -T - -H 'Content-Encoding: gzip' http://127.0.0.1:\(fixture.port)/count")
    #expect(output == "300000000")
    #expect(residentBytes - before < 150_000_000)
  }
}
