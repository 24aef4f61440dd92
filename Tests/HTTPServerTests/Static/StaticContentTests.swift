import HTTPServer
import Testing

struct StaticContentTests {
  @Test func `a page comes in both codings, each with its own strong tag`() throws {
    let server = try StaticServer()
    let plain = try server.get("/page")
    let packed = try server.get("/page", "Accept-Encoding: gzip")
    #expect(plain.body == StaticServer.page && plain.header("content-encoding") == nil)
    #expect(packed.header("content-encoding") == "gzip")
    #expect(Inflater.outcome(packed.body) == .body(StaticServer.page))
    for answer in [plain, packed] {
      #expect(answer.header("vary") == "Accept-Encoding" && answer.header("etag")?.hasPrefix("\"") == true)
      #expect(
        answer.header("cache-control") == "no-cache" && answer.header("x-content-type-options") == "nosniff")
      #expect(answer.header("content-type") == "text/html; charset=utf-8" && answer.header("date") != nil)
    }
    #expect(plain.header("etag") != packed.header("etag"))
  }

  @Test(arguments: [[], ["Accept-Encoding: gzip"]]) func `known content is 304, other conditions 412`(
    _ fields: [String]
  ) throws {
    let server = try StaticServer()
    let tag = try #require(try ask(server.port, "/page", fields).header("etag"))
    for method in ["GET", "HEAD"] {
      let known = try ask(server.port, method, "/page", fields + ["If-None-Match: \"x\", W/\(tag)"])
      #expect(known.status == 304 && known.body.isEmpty && known.header("content-length") == nil)
      #expect(known.header("etag") == tag && known.header("vary") == "Accept-Encoding")
      #expect(known.header("cache-control") == "no-cache" && known.header("content-type") == nil)
    }
    #expect(try ask(server.port, "/page", fields + ["If-Match: \(tag)"]).status == 200)
    #expect(try ask(server.port, "/page", fields + ["If-Match: \"x\""]).status == 412)
    #expect(try ask(server.port, "/page", fields + ["If-None-Match: \"x\""]).status == 200)
  }

  @Test func `what does not compress does not vary`() throws {
    let server = try StaticServer()
    let image = try server.get("/image", "Accept-Encoding: gzip")
    #expect(
      image.header("vary") == nil && image.header("content-encoding") == nil && image.body == [1, 2, 3])
    #expect(image.header("cache-control") == "max-age=60")
  }

  @Test(arguments: [[], ["Accept-Encoding: gzip"]]) func `HEAD has the fields of GET`(_ fields: [String])
    throws
  {
    let server = try StaticServer()
    try server.directory.write("small.txt", prose(5000))
    try server.directory.write("large.txt", prose(200_000))
    for path in ["/page", "/image", "/files/small.txt", "/files/large.txt", "/files/nothing"] {
      let get = try ask(server.port, path, fields)
      let head = try ask(server.port, "HEAD", path, fields)
      let lines = { (answer: ByteResponse) in
        answer.head.split(separator: "\r\n").filter { !$0.hasPrefix("Date") }
      }
      #expect(lines(head) == lines(get) && head.body.isEmpty)
      #expect(get.header("content-length") == String(get.body.count))
    }
  }

  @Test func `other methods are told which there are, of each path and of all`() throws {
    let server = try StaticServer()
    for path in ["/page", "/files/a"] {
      let refused = try ask(server.port, "DELETE", path)
      #expect(refused.status == 405 && refused.header("allow") == "GET, HEAD, OPTIONS")
      let options = try ask(server.port, "OPTIONS", path)
      #expect(
        options.status == 204 && options.header("allow") == "GET, HEAD, OPTIONS" && options.body.isEmpty)
      #expect(options.header("date") != nil && options.header("content-length") == nil)
    }
    let all = try ask(server.port, "OPTIONS", "*")
    #expect(all.status == 204 && all.header("allow") == "GET, HEAD, OPTIONS")
    #expect(try ask(server.port, "OPTIONS", "/nothing").status == 404)
  }
}
