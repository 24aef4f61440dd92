import Glibc
import HTTPServer
import Testing

/// What the access log says of streams.
struct StreamedLogTests {
  private let collector = RecordCollector()

  @Test(arguments: ["/chunks", "/length", "/rows"], ["", "Accept-Encoding: gzip\r\n"])
  func `bytes of a streamed answer are those on the wire`(path: String, fields: String) throws {
    let fixture = try StreamingServer(log: collector.log)
    let client = try RawClient(port: fixture.port)
    client.get(path, fields + "Connection: close\r\n")
    let all = try client.wire()
    let record = try collector.next()
    #expect(record.status == 200 && !record.isAborted && record.route == path)
    #expect(record.bytesSent == all)
  }

  @Test func `an answer whose bytes are gone before it ends is recorded at its end`() throws {
    let fixture = try StreamingServer(log: collector.log)
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.send("PUT /exact HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n")
    #expect(try client.response().body == "abcd")
    #expect(collector.isEmpty)
    client.send("0\r\n\r\n")
    let record = try collector.next()
    #expect(record.status == 200 && !record.isAborted)
    client.get("/count")
    #expect(try collector.next().path == "/count")
  }

  @Test func `a streamed upload is counted with its head, in its framing and its coding`() throws {
    let fixture = try StreamingServer(log: collector.log)
    let client = try RawClient(port: fixture.port)
    let coded = packed(prose(100_000))
    for (fields, body) in [
      ("Content-Length: 5", Array("hello".utf8)),
      ("Transfer-Encoding: chunked", Array("5\r\nhello\r\n0\r\n\r\n".utf8)),
      ("Content-Encoding: gzip\r\nContent-Length: \(coded.count)", coded),
    ] {
      let head = "PUT /count HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n"
      client.send(Array(head.utf8) + body)
      #expect(try client.response().status == 200)
      let record = try collector.next()
      #expect(record.method == .put && record.status == 200 && record.route == "/count")
      #expect(record.bytesReceived == head.utf8.count + body.count)
    }
    withExtendedLifetime(fixture) {}
  }

  @Test func `an early answer's record has the bytes that had come`() throws {
    let fixture = try StreamingServer(log: collector.log)
    let client = try RawClient(port: fixture.port)
    let head = "PUT /early HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"
    client.send(head + "ab")
    #expect(try client.response().status == 403)
    let record = try collector.next()
    #expect(
      record.status == 403 && (head.utf8.count + 1...head.utf8.count + 2).contains(record.bytesReceived))
    withExtendedLifetime(fixture) {}
  }

  @Test func `failures of a body have their status`() throws {
    let fixture = try StreamingServer(log: collector.log)
    let client = try RawClient(port: fixture.port)
    client.send("PUT /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabxy")
    _ = try client.rest()
    #expect(try collector.next().status == 400)
    let small = try RawClient(port: fixture.port)
    small.send("PUT /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello")
    _ = try small.rest()
    #expect(try collector.next().status == 413)
    #expect(collector.isEmpty)
    withExtendedLifetime(fixture) {}
  }

  @Test func `a client that leaves, or a handler that breaks off, is recorded as aborted, once`() throws {
    let fixture = try StreamingServer(log: collector.log)
    var client: RawClient? = try RawClient(port: fixture.port, receiveBuffer: 4096)
    client?.get("/large")
    #expect(try client?.response(toHead: true).status == 200)
    client = nil
    let left = try collector.next()
    #expect(left.status == 200 && left.isAborted && left.bytesSent > 0 && left.bytesSent < largeStream)
    let other = try RawClient(port: fixture.port)
    other.get("/abort")
    _ = try other.rest()
    let broken = try collector.next()
    #expect(broken.status == 200 && broken.isAborted)
    try RawClient(port: fixture.port).send("PUT /count HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
    let upload = try collector.next()
    #expect(upload.path == "/count" && upload.status == 400)
    #expect(collector.isEmpty)
    withExtendedLifetime(fixture) {}
  }
}

extension RawClient {
  /// The number of bytes that come until the server closes.
  fileprivate func wire() throws -> Int {
    var count = 0
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let read = recv(descriptor, &piece, piece.count, 0)
      guard read > 0 else { return count }
      count += read
    }
  }
}
