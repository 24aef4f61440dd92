import HTTPServer
import Testing

struct ServerSentEventTests {
  @Test(arguments: [
    (ServerSentEvent("a"), "data: a\n\n"),
    (ServerSentEvent(""), "data: \n\n"),
    (ServerSentEvent("a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n"),
    (ServerSentEvent("a\n\nb\n"), "data: a\ndata: \ndata: b\ndata: \n\n"),
    (ServerSentEvent("x", event: "e\nf", id: "1\r\0", retry: 3), "event: ef\nid: 1\nretry: 3\ndata: x\n\n"),
  ])
  func `an event is written line by line`(event: ServerSentEvent, text: String) {
    #expect(String(decoding: event.encoded, as: UTF8.self) == text)
  }

  @Test func `events reach the client, comments keep it, a drain ends it`() async throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port)
    client.get("/events")
    let head = try client.response(toHead: true)
    #expect(head.header("content-type") == "text/event-stream" && head.header("cache-control") == "no-store")
    let sent = fixture.statistics.bytesSent
    waitUntil { fixture.statistics.bytesSent >= sent + 16 }
    fixture.server.inboxes[0].post { handler in
      handler.streams[0].send(ServerSentEvent("hello", id: "7"))
      handler.record.state.withLock { $0.ends += 1 }
    }
    waitUntil { fixture.record.snapshot.ends == 1 }
    await fixture.server.drain(within: 10)
    let all = try client.rest()
    #expect(all.hasPrefix("3\r\n:\n\n\r\n3\r\n:\n\n\r\n") && all.hasSuffix("0\r\n\r\n"))
    #expect(all.contains("id: 7\ndata: hello\n\n"))
  }

  @Test func `a client that is far behind is let go`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let client = try RawClient(port: fixture.port, receiveBuffer: 4096)
    client.get("/events")
    let event = ServerSentEvent(String(repeating: "z", count: 100_000))
    waitUntil {
      fixture.server.inboxes[0].post { $0.streams.first?.send(event) }
      return fixture.statistics.answersAborted == 1
    }
    #expect(fixture.statistics.answersAborted == 1 && fixture.statistics.requestsInFlight == 0)
    withExtendedLifetime(client) {}
  }
}
