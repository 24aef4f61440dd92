import Glibc
import HTTPServer
import Testing

struct AccessLogTests {
  private let collector = RecordCollector()

  @Test func `a record tells of a request, but not of its query and its keys`() throws {
    let (server, port) = try Server.logged(collector.log)
    let client = try RawClient(port: port)
    client.get(
      "/who/a%20b?token=secret",
      "User-Agent: probe/1\r\nAuthorization: Bearer secret\r\nX-Request-Id: mine\r\n"
        + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n")
    let response = try client.response()
    let record = try collector.next()
    #expect(record.method == .get && record.status == 200 && !record.isAborted)
    #expect(record.path == "/who/a%20b")
    #expect(record.route == "/who/{name}")
    #expect(record.bytesSent == response.head.utf8.count + response.body.utf8.count)
    #expect(record.requestID == "mine" && record.userAgent == "probe/1")
    #expect(record.trace?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(record.peer?.hasPrefix("127.0.0.1:") == true)
    #expect(!"\(record)".contains("secret"))
    withExtendedLifetime(server) {}
  }

  @Test func `the id in the record is the handler's and the answer's`() throws {
    let (server, port) = try Server.logged(collector.log)
    let client = try RawClient(port: port)
    client.get("/who/me")
    let response = try client.response()
    #expect(try collector.next().requestID == response.body)
    #expect(response.header("x-request-id") == response.body)
    withExtendedLifetime(server) {}
  }

  @Test func `bodies are counted, with a length or in chunks`() throws {
    let (server, port) = try Server.logged(collector.log)
    let client = try RawClient(port: port)
    let head = "POST /who HTTP/1.1\r\nHost: a\r\n"
    client.send("\(head)Content-Length: 5\r\n\r\nhello")
    #expect(try collector.next().bytesReceived == head.utf8.count + 21 + 5)
    client.send("\(head)Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
    #expect(try collector.next().bytesReceived == head.utf8.count + 30 + 5)
    withExtendedLifetime(server) {}
  }

  @Test func `pipelined requests are recorded each, in order`() throws {
    let (server, port) = try Server.logged(collector.log)
    let client = try RawClient(port: port)
    client.send((0..<200).map { "GET /who/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
    for number in 0..<200 {
      let response = try client.response()
      let record = try collector.next()
      #expect(record.path == "/who/\(number)" && record.requestID == response.body)
      #expect(record.bytesSent == response.head.utf8.count + response.body.utf8.count)
    }
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [
    ("GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404, "/none", Method.get),
    ("DELETE /never HTTP/1.1\r\nHost: a\r\n\r\n", 405, "/never", .delete),
    ("POST /who HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n", 413, "/who", .post),
    ("GET /never HTTP/1.1\r\n\r\n", 400, "/never", .get),
    ("nonsense\r\n\r\n", 400, "", nil),
  ])
  func `what the server refuses is recorded, too`(request: String, status: Int, path: String, method: Method?)
    throws
  {
    let (server, port) = try Server.logged(collector.log)
    let client = try RawClient(port: port)
    client.send(request)
    #expect(try client.response().status == status)
    let record = try collector.next()
    #expect(record.status == status && record.path == path && record.method == method && !record.isAborted)
    #expect(record.requestID.count == 32)
    withExtendedLifetime(server) {}
  }

  @Test func `a client that leaves before its answer is recorded without a status`() throws {
    let (server, port) = try Server.logged(collector.log)
    var client: RawClient? = try RawClient(port: port)
    client?.get("/never")
    while server.statistics[0].snapshot().requestsInFlight == 0 { usleep(1000) }
    // A reset, so that the server need not try to write to learn of it.
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      try #require(client?.descriptor), SOL_SOCKET, SO_LINGER, &linger,
      socklen_t(MemoryLayout<Glibc.linger>.size))
    client = nil
    let record = try collector.next()
    #expect(record.path == "/never" && record.status == nil && record.isAborted && record.bytesSent == 0)
    withExtendedLifetime(server) {}
  }

  @Test func `an answer that is not taken whole is recorded as aborted, with what the kernel took`() throws {
    let (server, port) = try Server.logged(collector.log) { $0.writeTimeout = 0.05 }
    let client = try RawClient(port: port, receiveBuffer: 4096)
    client.get("/large")
    let record = try collector.next()
    #expect(record.status == 200 && record.isAborted)
    #expect(record.bytesSent > 0 && record.bytesSent < largeAnswer)
    withExtendedLifetime((server, client)) {}
  }

  @Test func `long paths and agents are cut`() throws {
    let (server, port) = try Server.logged(collector.log) {
      $0.loggedPath = 20
      $0.loggedAgent = 10
    }
    let client = try RawClient(port: port)
    client.get(
      "/who/\(String(repeating: "x", count: 500))", "User-Agent: \(String(repeating: "y", count: 500))\r\n")
    let record = try collector.next()
    #expect(record.path == "/who/" + String(repeating: "x", count: 15))
    #expect(record.userAgent == String(repeating: "y", count: 10))
    withExtendedLifetime(server) {}
  }
}
