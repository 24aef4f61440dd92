import Glibc
import HTTPServer
import Testing

struct UploadTests {
  static let head = "PUT /count HTTP/1.1\r\nHost: a\r\n"

  @Test(arguments: [false, true])
  func `a body arrives in pieces, with a length or in chunks, and the next request after it`(byteByByte: Bool)
    throws
  {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.head + "Content-Length: 11\r\n\r\nhello world", byteByByte: byteByByte)
    #expect(try client.response().body == "11")
    client.send(
      Self.head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nA: b\r\n\r\n",
      byteByByte: byteByByte)
    #expect(try client.response().body == "11")
    client.send(Self.head + "Content-Length: 0\r\n\r\nGET /count HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.response().body == "0")
    #expect(try client.response().body == "0")
    let record = fixture.record.snapshot
    #expect(record.ends == 4 && record.failures.isEmpty && record.received == 22)
    #expect(record.sum == 2 * "hello world".utf8.reduce(UInt64(0)) { $0 + UInt64($1) })
  }

  @Test func `an upload goes on though its receiver pauses after each piece`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /pausing HTTP/1.1\r\nHost: a\r\nContent-Length: \(4 << 20)\r\n\r\n")
    client.send(String(repeating: "z", count: 4 << 20))
    #expect(try client.response().body == "\(4 << 20)")
  }

  @Test func `while a receiver pauses nothing is read, and time does not run against the client`() throws {
    let fixture = try StreamingServer { $0.bodyTimeout = 0.1 }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /paused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nab")
    waitUntil { fixture.record.snapshot.received == 2 }
    let received = fixture.statistics.bytesReceived
    client.send(String(repeating: "z", count: 100_000))
    let other = try RawClient(port: fixture.port)
    for _ in 0..<200 {
      other.get("/count")
      #expect(try other.response().status == 200)
      usleep(1000)
    }
    let record = fixture.record.snapshot
    #expect(record.received == 2 && record.failures.isEmpty)
    #expect(fixture.statistics.bytesReceived - received < 100_000)
  }

  @Test func `an early answer drops the rest of a short body and keeps the connection`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    for path in ["/refuse", "/early"] {
      client.send("PUT \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
      #expect([401, 403].contains(try client.response().status))
      client.send(
        "cdePUT \(path) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n")
      #expect([401, 403].contains(try client.response().status))
      client.send("0\r\n\r\n")
    }
    client.send(Self.head + "Content-Length: 2\r\n\r\nok")
    #expect(try client.response().body == "2")
    #expect(fixture.record.snapshot.ends == 1 && fixture.record.snapshot.failures.isEmpty)
  }

  @Test func `an early answer to a long body closes`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\nab")
    #expect(try client.response().header("connection") == "close")
    #expect(try client.rest() == "")
    let other = try RawClient(port: fixture.port)
    other.send("PUT /refuse HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
    #expect(try other.response().status == 401)
    other.send("20000\r\n" + String(repeating: "z", count: 0x20000))
    #expect(try other.rest() == "")
  }

  @Test(arguments: [
    "Content-Length: 11\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n6\r\n",
  ])
  func `a body beyond the route's limit is 413`(rest: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /small HTTP/1.1\r\nHost: a\r\n" + rest)
    #expect(try client.response().status == 413)
    #expect(try client.rest() == "")
    let record = fixture.record.snapshot
    #expect(record.ends == 0 && record.failures.count == record.handled)
  }

  @Test func `wrong framing is 400, and the receiver is told once`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n2\r\nabxy")
    #expect(try client.response().status == 400)
    #expect(try client.rest() == "")
    let record = fixture.record.snapshot
    #expect(record.received == 2 && record.ends == 0 && record.failures.count == 1)
    #expect(fixture.statistics.requestsInFlight == 0)
  }

  @Test func `a client that leaves in the middle is told to the receiver once`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    try RawClient(port: fixture.port).send(Self.head + "Content-Length: 11\r\n\r\nabc")
    waitUntil { !fixture.record.snapshot.failures.isEmpty && fixture.statistics.connectionsOpen == 0 }
    #expect(fixture.record.snapshot.failures == [.clientLeft])
    #expect(fixture.record.snapshot.received == 3)
    #expect(fixture.statistics.requestsInFlight == 0)
  }

  @Test func `a body that does not come is 408`() throws {
    let fixture = try StreamingServer { $0.bodyTimeout = 0.1 }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send(Self.head + "Content-Length: 11\r\n\r\nabc")
    #expect(try client.response().status == 408)
    #expect(fixture.record.snapshot.failures.count == 1)
  }

  @Test func `a handler that does nothing is 503, one that answers often counts once`() throws {
    let fixture = try StreamingServer { $0.requestTimeout = 0.2 }
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /twice HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na")
    client.send(Self.head + "Content-Length: 1\r\n\r\na")
    #expect(try client.response().body == "1")
    #expect(try client.response().body == "1")
    client.send("PUT /never HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na")
    #expect(try client.response().status == 503)
    #expect(fixture.statistics.requestsInFlight == 0)
  }

  @Test func `a body can be sent back while it arrives`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
    let head = try client.response(toHead: true)
    #expect(head.header("transfer-encoding") == "chunked")
    client.send("cd")
    client.endOutput()
    #expect(["2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", "4\r\nabcd\r\n0\r\n\r\n"].contains(try client.rest()))
  }
}
