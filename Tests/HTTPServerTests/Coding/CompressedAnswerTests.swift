import Foundation
import HTTPServer
import Testing

struct CompressedAnswerTests {
  private static let body = prose(5000)

  private static let routes: [Route<ContentHandler.Action>] = [
    route("/json", "application/json"), route("/problem", "application/problem+json", status: 422),
    route("/events", "text/event-stream"), route("/png", "image/png"), route("/svg", "image/svg+xml"),
    route("/small", "application/json", body: Array(body[..<1399])),
    route("/edge", "text/plain; charset=utf-8", body: Array(body[..<1400])),
    route("/coded", "application/json", headers: ["content-encoding": "br"]),
    route("/kept", "application/json", headers: ["Cache-Control": "public, no-transform"]),
    route("/tagged", "text/html", headers: ["ETag": "\"a\""]),
    route("/weak", "text/html", headers: ["ETag": "W/\"a\""]),
    route("/part", "text/html", status: 206), route("/none", "text/html", status: 204),
    route("/huge", "text/plain", body: prose(1 << 20) + [10]),
  ]

  private static func route(
    _ path: String, _ type: StaticString, status: Int = 200, headers: [String: String] = [:],
    body: [UInt8] = body
  ) -> Route<ContentHandler.Action> {
    Route(.get, path, action: .answer(status: status, type: type, headers: headers, body: body))
  }

  private static let gzip = ["Accept-Encoding: gzip"]

  @Test(arguments: ["/json", "/problem", "/svg", "/edge", "/tagged", "/weak"])
  func `what pays is compressed for those who take it, and always varies`(_ path: String) throws {
    let (server, port) = try Server.content(Self.routes)
    let packed = try ask(port, path, Self.gzip)
    let plain = try ask(port, path)
    #expect(packed.header("content-encoding") == "gzip" && plain.header("content-encoding") == nil)
    #expect(packed.header("vary") == "Accept-Encoding" && plain.header("vary") == "Accept-Encoding")
    #expect(packed.body.count < plain.body.count)
    #expect(packed.header("content-length") == String(packed.body.count))
    #expect(Inflater.outcome(packed.body) == .body(plain.body))
    #expect(packed.status == plain.status && packed.header("content-type") == plain.header("content-type"))
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["/events", "/png", "/small", "/coded", "/kept", "/part", "/none", "/huge"])
  func `what does not pay is the same for everybody`(_ path: String) throws {
    let (server, port) = try Server.content(Self.routes)
    let asked = try ask(port, path, Self.gzip)
    let plain = try ask(port, path)
    #expect(asked.header("vary") == nil && plain.header("vary") == nil)
    #expect(asked.header("content-encoding") == plain.header("content-encoding"))
    #expect(asked.body == plain.body)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["/json", "/tagged", "/small", "/png"]) func `HEAD has the fields of GET`(_ path: String)
    throws
  {
    let (server, port) = try Server.content(Self.routes)
    for fields in [[], Self.gzip] {
      let get = try ask(port, path, fields)
      let head = try ask(port, "HEAD", path, fields)
      let lines = { (answer: ByteResponse) in
        answer.head.split(separator: "\r\n").filter { !$0.hasPrefix("Date") }
      }
      #expect(lines(head) == lines(get) && head.body.isEmpty)
    }
    withExtendedLifetime(server) {}
  }

  @Test func `a compressed answer's tag is weak`() throws {
    let (server, port) = try Server.content(Self.routes)
    #expect(try ask(port, "/tagged", Self.gzip).header("etag") == "W/\"a\"")
    #expect(try ask(port, "/tagged").header("etag") == "\"a\"")
    #expect(try ask(port, "/weak", Self.gzip).header("etag") == "W/\"a\"")
    withExtendedLifetime(server) {}
  }

  @Test func `streams are used again on one connection, and for HTTP 1.0`() throws {
    let (server, port) = try Server.content(Self.routes)
    for _ in 0..<20 {
      #expect(Inflater.outcome(try ask(port, "/json", Self.gzip).body) == .body(Self.body))
      #expect(Inflater.outcome(try ask(port, "/edge", Self.gzip).body) == .body(Array(Self.body[..<1400])))
    }
    withExtendedLifetime(server) {}
  }

  @Test func `curl reads what is compressed`() throws {
    let (server, port) = try Server.content(Self.routes)
    let url = "http://127.0.0.1:\(port)/json"
    #expect(try Command.run(["curl", "-sS", "--compressed", url]).bytes == Data(Self.body))
    let raw = try Command.run(["curl", "-sS", "-H", "Accept-Encoding: gzip", url]).bytes
    #expect(Inflater.outcome(Array(raw)) == .body(Self.body))
    withExtendedLifetime(server) {}
  }

  @Test func `events flushed one by one can be read one by one`() {
    let deflater = Deflater(level: 1)
    for _ in 0..<2 {
      deflater.begin()
      let inflater = Inflater(limits: ServerLimits())
      inflater.begin(.gzip, bodyLimit: .max)
      for number in 0..<50 {
        let event = Array("data: \(number)\n\n".utf8)
        let piece = event.withUnsafeBytes { deflater.compress($0, .sync) }
        var received: [UInt8] = []
        #expect(throws: Never.self) { try inflater.write(piece, room: 100) { received += $0 } }
        #expect(received == event)
      }
      let end = deflater.compress(UnsafeRawBufferPointer(start: nil, count: 0), .finish)
      #expect(throws: Never.self) {
        try inflater.write(end, room: 100) { #expect($0.isEmpty) }
        try inflater.finish()
      }
    }
  }
}
