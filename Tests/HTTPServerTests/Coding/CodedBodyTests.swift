import Foundation
import HTTPServer
import Testing

struct CodedBodyTests {
  private static let routes: [Route<ContentHandler.Action>] = [
    Route(.post, "/echo", bodyLimit: 1 << 20, action: .echo),
    Route(.post, "/count", bodyLimit: 1 << 34, action: .count),
  ]
  private static let text = prose(20_000)

  @Test(arguments: [
    ("gzip", Int32(31)), ("x-gzip", 31), ("GZip", 31), ("deflate", 15), ("deflate", -15),
    ("identity", 0), ("gzip, identity", 31),
  ])
  func `a coded body reaches the handler as it was`(_ coding: String, _ bits: Int32) throws {
    let (server, port) = try Server.content(Self.routes)
    let body = bits == 0 ? Self.text : packed(Self.text, windowBits: bits)
    let answer = try ask(port, "POST", "/echo", ["Content-Encoding: \(coding)"], body: body)
    #expect(answer.status == 200 && answer.body == Self.text)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["br", "zstd", "gzip, gzip", "deflate, gzip", "compress", "gzip x", "gzip;q=1"])
  func `other codings are 415, and the answer says which are known`(_ coding: String) throws {
    let (server, port) = try Server.content(Self.routes)
    let answer = try ask(port, "POST", "/echo", ["Content-Encoding: \(coding)"], body: packed(Self.text))
    #expect(answer.status == 415 && answer.header("accept-encoding") == "gzip, deflate")
    let apart = ["Content-Encoding: gzip", "Content-Encoding: deflate"]
    #expect(try ask(port, "POST", "/echo", apart, body: packed(Self.text)).status == 415)
    withExtendedLifetime(server) {}
  }

  @Test func `what is broken is 400, what is too large 413, and the connection lives on`() throws {
    let (server, port) = try Server.content(Self.routes)
    let field = ["Content-Encoding: gzip"]
    let sound = packed(Self.text)
    #expect(try ask(port, "POST", "/echo", field, body: Self.text).status == 400)
    #expect(try ask(port, "POST", "/echo", field, body: sound.dropLast()).status == 400)
    #expect(try ask(port, "POST", "/echo", field, body: sound + [7]).status == 400)
    #expect(try ask(port, "POST", "/echo", field, body: packed(prose(1 << 20) + [7])).status == 413)
    #expect(try ask(port, "POST", "/echo", field, body: packed(prose(1 << 20))).status == 200)
    let client = try RawClient(port: port)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
    #expect(try client.response().status == 400)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc")
    #expect(try client.response().status == 415)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
    #expect(try client.response().body == "abc")
    withExtendedLifetime(server) {}
  }

  @Test func `a bomb of ten megabytes is refused in constant memory`() throws {
    let (server, port) = try Server.content(Self.routes)
    let bomb = packed([UInt8](repeating: 0, count: 64 << 20), level: 9)
    // Members may follow each other: together they would be ten gigabytes.
    let bombs = [UInt8]((0..<160).map { _ in bomb }.joined())
    #expect(bombs.count > 10_000_000)
    let before = residentBytes
    let answer = try ask(port, "POST", "/count", ["Content-Encoding: gzip"], body: bombs)
    #expect(answer.status == 413)
    // The body as it was sent is in the server's buffer and in this test's, and other tests run beside this one.
    #expect(residentBytes - before < 512 << 20)
    withExtendedLifetime(server) {}
  }

  @Test func `Python's requests sends all codings`() throws {
    let (server, port) = try Server.content(Self.routes)
    let script = """
      import gzip, zlib, requests
      text = b"defer to an expert " * 1000
      url = "http://127.0.0.1:\(port)/echo"
      def post(body, coding):
        return requests.post(url, data=body, headers={"Content-Encoding": coding})
      raw = zlib.compressobj(wbits=-15)
      for body, coding in [(gzip.compress(text), "gzip"), (zlib.compress(text), "deflate"),
                           (raw.compress(text) + raw.flush(), "deflate"), (iter([gzip.compress(text)]), "gzip")]:
        answer = post(body, coding)
        assert answer.status_code == 200 and answer.content == text, (coding, answer)
      assert post(text, "gzip").status_code == 400
      assert post(text, "br").headers["Accept-Encoding"] == "gzip, deflate"
      """
    #expect(try Command.python(script).status == 0)
    withExtendedLifetime(server) {}
  }
}
