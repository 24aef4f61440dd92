import Foundation
import Glibc
import HTTPServer
import Testing

struct AccessLineTests {
  /// The lines that a server writes for some requests.
  private func lines(_ format: AccessLine.Format, of requests: [String]) throws -> [String] {
    let pipe = try PipeEnds()
    let writer = LineWriter(descriptor: pipe.write)
    let (server, port) = try Server.logged(.lines(format, to: writer))
    let client = try RawClient(port: port)
    for request in requests {
      client.send(request)
      _ = try client.response()
    }
    return try pipe.lines(requests.count, keeping: server)
  }

  @Test func `a line of JSON is one object with the record's facts`() throws {
    let line = try lines(
      .json,
      of: [
        "GET /who/a?key=secret HTTP/1.1\r\nHost: a\r\nUser-Agent: a \"b\" \\c \u{e4}\r\nX-Request-Id: mine\r\n"
          + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n"
      ])[0]
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["level"] as? String == "info" && object["label"] as? String == "http.access")
    #expect(object["method"] as? String == "GET" && object["path"] as? String == "/who/a")
    #expect(object["route"] as? String == "/who/{name}" && object["status"] as? Int == 200)
    #expect(object["request_id"] as? String == "mine")
    #expect(object["trace_id"] as? String == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(object["parent_id"] as? String == "00f067aa0ba902b7")
    #expect((object["peer"] as? String)?.hasPrefix("127.0.0.1:") == true)
    // Octets beyond ASCII have no declared charset.
    #expect(object["user_agent"] as? String == "a \"b\" \\c \u{c3}\u{a4}")
    #expect((object["duration_ms"] as? Double).map { $0 >= 0 && $0 < 10_000 } == true)
    let time = try #require(object["time"] as? String)
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    #expect(abs(try format.parse(time).timeIntervalSinceNow) < 60)
    #expect(!line.contains("secret"))
  }

  @Test func `a line of text has names and values, quoted where they are not plain`() throws {
    let line = try lines(.text, of: ["GET /who/a HTTP/1.1\r\nHost: a\r\nUser-Agent: two words\r\n\r\n"])[0]
    #expect(
      line.contains("Z info http.access: method=GET path=/who/a route=/who/{name} status=200 bytes_in="))
    #expect(line.hasSuffix(" user_agent=\"two words\""))
  }

  @Test func `no request can make two lines of one`() throws {
    let requests = [
      "GET /who/%22 HTTP/1.1\r\nHost: a\r\nUser-Agent: x\ty\r\n\r\n",
      "GET /who/b HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
    for format in [AccessLine.Format.text, .json] {
      let lines = try lines(format, of: requests)
      #expect(lines.count == 2 && lines[0].contains("/who/%22") && lines[1].contains("/who/b"))
    }
  }
}

/// The two ends of a pipe.
final class PipeEnds {
  let read: Int32
  let write: Int32
  private var received: [UInt8] = []

  init() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    (read, write) = (ends[0], ends[1])
  }

  deinit {
    close(read)
    close(write)
  }

  /// Reads so many lines, without their ends.
  func lines(_ count: Int, keeping server: AnyObject? = nil) throws -> [String] {
    while received.count(where: { $0 == UInt8(ascii: "\n") }) < count {
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let got = Glibc.read(read, &piece, piece.count)
      try #require(got > 0)
      received += piece[..<got]
    }
    let lines = received.split(
      separator: UInt8(ascii: "\n"), maxSplits: count, omittingEmptySubsequences: false)
    received = Array(lines[count])
    return withExtendedLifetime(server) { lines[..<count].map { String(decoding: $0, as: UTF8.self) } }
  }
}
