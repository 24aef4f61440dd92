import HTTPServer
import Testing

/// Streamed answers in gzip.
struct CompressedStreamTests {
  private static let pieces = [prose(20_000), [], prose(10), prose(50_000)]
  private static let body = pieces.flatMap { $0 }
  private static let gzip = "Accept-Encoding: gzip\r\n"

  private static func route(
    _ path: String, _ type: StaticString = "text/csv", _ headers: [String: String] = [:]
  ) -> Route<StreamingHandler.Script> { Route(.get, path, action: .typed(type, headers, pieces)) }

  private static let routes = [
    route("/csv"), route("/tagged", "application/json", ["ETag": "\"a\""]), route("/png", "image/png"),
    route("/kept", "text/csv", ["Cache-Control": "no-store, no-transform"]),
    route("/coded", "text/csv", ["Content-Encoding": "br"]),
  ]

  @Test func `a client that prefers gzip gets it in chunks, and the connection lives on`() throws {
    let fixture = try StreamingServer(routes: Self.routes)
    for _ in 0..<2 {
      let packed = try ask(fixture.port, "/csv", ["Accept-Encoding: gzip"])
      #expect(packed.header("content-encoding") == "gzip" && packed.header("vary") == "Accept-Encoding")
      #expect(packed.header("transfer-encoding") == "chunked" && packed.header("content-length") == nil)
      #expect(packed.body.count < Self.body.count)
    }
    let url = "http://127.0.0.1:\(fixture.port)"
    let twice = try Command.run(["curl", "-sS", "--compressed", "\(url)/csv", "\(url)/csv"])
    #expect(Array(twice.bytes) == Self.body + Self.body)
    #expect(fixture.statistics.connectionsAccepted == 3)
  }

  @Test func `a tag becomes weak, others get the answer as it is and are told that it varies`() throws {
    let fixture = try StreamingServer(routes: Self.routes)
    #expect(try ask(fixture.port, "/tagged", ["Accept-Encoding: gzip"]).header("etag") == "W/\"a\"")
    let plain = try ask(fixture.port, "/tagged")
    #expect(plain.header("etag") == "\"a\"" && plain.header("vary") == "Accept-Encoding")
    #expect(plain.header("content-encoding") == nil && plain.body.count > Self.body.count)
  }

  @Test(arguments: ["/png", "/kept", "/coded", "/length"])
  func `what does not compress, or must not, stays as it is for all`(path: String) throws {
    let fixture = try StreamingServer(routes: Self.routes)
    let answer = try ask(fixture.port, path, ["Accept-Encoding: gzip"])
    #expect(answer.header("content-encoding") == (path == "/coded" ? "br" : nil))
    #expect(answer.header("vary") == nil && answer.body.count >= 25_000)
  }

  @Test(arguments: ["/csv", "/events", "/chunks"])
  func `HEAD gets the head that GET gets`(path: String) throws {
    let fixture = try StreamingServer(routes: Self.routes)
    defer { withExtendedLifetime(fixture) {} }
    func fields(_ method: String) throws -> [Substring] {
      let client = try RawClient(port: fixture.port)
      client.send("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(Self.gzip)\r\n")
      let head = try client.response(toHead: true).head
      #expect(head.contains("Content-Encoding: gzip"))
      return head.split(separator: "\r\n").filter { !$0.hasPrefix("X-Request-Id") && !$0.hasPrefix("Date") }
    }
    #expect(try fields("HEAD") == fields("GET"))
  }

  @Test func `a client of HTTP 1.0 gets gzip until the connection closes`() throws {
    let fixture = try StreamingServer(routes: Self.routes)
    let url = "http://127.0.0.1:\(fixture.port)/csv"
    let packed = try Command.run(["curl", "-sS", "-0", "-H", "Accept-Encoding: gzip", url])
    #expect(Inflater.outcome(Array(packed.bytes)) == .body(Self.body))
  }

  @Test func `events and signs of life arrive at once through gzip`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    // Python's decompressor gives all that can be read of what has come.
    let outcome = try Command.python(
      """
      import http.client, sys, zlib
      connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
      connection.request("GET", "/ticks", headers={"Accept-Encoding": "gzip"})
      answer = connection.getresponse()
      assert answer.getheader("Content-Encoding") == "gzip"
      inflate, text = zlib.decompressobj(31), b""
      while b"tick 2" not in text or b":\\n\\n:\\n\\n" not in text: text += inflate.decompress(answer.read1(1000))
      print(text.decode().split(":\\n\\n")[0], end="")
      """, "\(fixture.port)")
    #expect(
      outcome.output == "id: 0\ndata: tick 0\n\nid: 1\ndata: tick 1\n\nid: 2\ndata: tick 2\n\n",
      "\(outcome.errors)")
  }

  @Test func `only so many answers hold a deflater, and they give it back`() throws {
    let fixture = try StreamingServer { $0.compressedStreams = 1 }
    defer { withExtendedLifetime(fixture) {} }
    func isCoded(_ client: RawClient) throws -> Bool {
      client.get("/ticks", Self.gzip)
      return try client.response(toHead: true).header("content-encoding") == "gzip"
    }
    var first: RawClient? = try RawClient(port: fixture.port)
    #expect(try first.map(isCoded) == true)
    #expect(try !isCoded(RawClient(port: fixture.port)))
    first = nil
    waitUntil { fixture.statistics.connectionsOpen == 0 }
    #expect(try isCoded(RawClient(port: fixture.port)))
  }

  @Test func `a slow reader gets every byte of a compressed stream`() throws {
    let fixture = try StreamingServer()
    let output = try Command.shell(
      "curl -sSN --compressed --limit-rate 20M http://127.0.0.1:\(fixture.port)/rows | tr -cd x | wc -c")
    #expect(output == "10000000\n")
    #expect(fixture.statistics.bytesSent < 5_000_000 && fixture.statistics.answersAborted == 0)
  }
}
