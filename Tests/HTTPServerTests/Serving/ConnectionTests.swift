import HTTPServer
import Testing

struct ConnectionTests {
  @Test func `one connection carries many requests`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    for number in 1...5 {
      client.get("/echo/\(number)")
      #expect(try client.response().body == "/echo/\(number)")
    }
    #expect(server.statistics[0].snapshot().connectionsAccepted == 1)
  }

  @Test(arguments: [false, true])
  func `pipelined requests are answered in order, late answers too`(byteByByte: Bool) throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    let paths = (0..<12).map { $0 % 3 == 0 ? "/late/\($0)" : "/echo/\($0)" }
    client.send(
      paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined(), byteByByte: byteByByte)
    #expect(try paths.map { _ in try client.response().body } == paths)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [false, true])
  func `bodies arrive whole, with a length or in chunks`(byteByByte: Bool) throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world", byteByByte: byteByByte)
    #expect(try client.response().body == "hello world")
    client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nDropped: yes\r\n\r\n",
      byteByByte: byteByByte)
    #expect(try client.response().body == "hello world")
    client.get("/echo/next")
    #expect(try client.response().status == 200)
    withExtendedLifetime(server) {}
  }

  @Test func `a body is asked for when the client waits for that`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(try client.response().status == 100)
    client.send("ok")
    #expect(try client.response().body == "ok")
    withExtendedLifetime(server) {}
  }

  @Test func `a body that is not wanted is not asked for`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(try client.response().status == 404)
    #expect(try client.rest() == "")
    withExtendedLifetime(server) {}
  }

  @Test func `HEAD is answered as GET is, without the body`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send("HEAD /echo/1 HTTP/1.1\r\nHost: a\r\n\r\n")
    let answer = try client.response(toHead: true)
    #expect(answer.status == 200 && answer.header("content-length") == "7")
    client.get("/echo/2")
    #expect(try client.response().body == "/echo/2")
    withExtendedLifetime(server) {}
  }

  @Test func `a client of HTTP 1.0 is let go unless it asks to stay`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.send("GET /echo/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    #expect(try client.response().header("connection") == "keep-alive")
    client.send("GET /echo/2 HTTP/1.0\r\n\r\n")
    #expect(try client.response().body == "/echo/2")
    #expect(try client.rest() == "")
    withExtendedLifetime(server) {}
  }

  @Test func `a client that ends its output still gets its answer`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.get("/late/1")
    client.endOutput()
    #expect(try client.response().body == "/late/1")
    #expect(try client.rest() == "")
    withExtendedLifetime(server) {}
  }

  @Test func `an answer counts once`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port)
    client.get("/twice")
    client.get("/echo/1")
    #expect(try client.response().body == "/twice")
    #expect(try client.response().body == "/echo/1")
    withExtendedLifetime(server) {}
  }

  @Test func `an answer to a client that left goes nowhere`() throws {
    let (server, port) = try Server.scripted()
    for round in 0..<20 {
      // The next client gets the descriptor of the one that left, while the late answer is still coming.
      try RawClient(port: port).get("/late/gone-\(round)")
      let next = try RawClient(port: port)
      next.get("/late/\(round)")
      #expect(try next.response().body == "/late/\(round)")
    }
    withExtendedLifetime(server) {}
  }

  @Test func `a slow reader gets every byte`() throws {
    let (server, port) = try Server.scripted()
    let client = try RawClient(port: port, receiveBuffer: 4096)
    client.get("/large")
    client.get("/echo/after")
    let other = try RawClient(port: port)
    other.get("/echo/meanwhile")
    #expect(try other.response().body == "/echo/meanwhile")
    #expect(try client.response().body.utf8.count == largeAnswer)
    #expect(try client.response().body == "/echo/after")
    withExtendedLifetime(server) {}
  }
}
