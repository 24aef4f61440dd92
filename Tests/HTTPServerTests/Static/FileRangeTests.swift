import Foundation
import Glibc
import HTTPServer
import Testing

struct FileRangeTests {
  private static let text = prose(100_000)

  private func served(_ adjust: (inout ServerLimits) -> Void = { _ in }) throws -> StaticServer {
    let server = try StaticServer(adjust)
    try server.directory.write("a.txt", Self.text)
    return server
  }

  @Test(arguments: [
    ("0-0", 0..<1), ("0-", 0..<100_000), ("99999-", 99_999..<100_000), ("-7", 99_993..<100_000),
  ])
  func `one range is a 206`(_ range: String, _ bytes: Range<Int>) throws {
    let server = try served()
    let answer = try server.get("/files/a.txt", "Range: bytes=\(range)", "Accept-Encoding: gzip")
    #expect(answer.status == 206 && answer.body == Array(Self.text[bytes]))
    #expect(answer.header("content-range") == "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/100000")
    #expect(answer.header("content-encoding") == nil && answer.header("etag") != nil)
  }

  @Test func `several ranges are parts between boundaries`() throws {
    let server = try served()
    let answer = try server.get("/files/a.txt", "Range: bytes=10-19, 0-4, -3")
    #expect(answer.status == 206 && answer.header("content-range") == nil)
    let type = try #require(answer.header("content-type"))
    let boundary = try #require(type.split(separator: "boundary=").last)
    #expect(type == "multipart/byteranges; boundary=\(boundary)")
    let parts = [(10, 20), (0, 5), (99_997, 100_000)].map { first, end in
      "\r\n--\(boundary)\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Range: bytes \(first)-\(end - 1)/100000\r\n\r\n"
        + String(decoding: Self.text[first..<end], as: UTF8.self)
    }
    #expect(answer.text == parts.joined() + "\r\n--\(boundary)--\r\n")
    #expect(answer.header("content-length") == String(answer.body.count))
  }

  @Test func `what cannot be is 416, what costs too much is the whole`() throws {
    let server = try served()
    let beyond = try server.get("/files/a.txt", "Range: bytes=100000-")
    #expect(beyond.status == 416 && beyond.header("content-range") == "bytes */100000")
    let many = (0..<9).map { "\($0 * 10)-\($0 * 10 + 1)" }.joined(separator: ",")
    for field in ["bytes=\(many)", "bytes=0-9,5-14", "bytes=0-,0-,0-,0-", "lines=1-2", "bytes=9-1"] {
      let answer = try server.get("/files/a.txt", "Range: \(field)")
      #expect(answer.status == 200 && answer.body == Self.text, "\(field)")
    }
    #expect(try ask(server.port, "HEAD", "/files/a.txt", ["Range: bytes=0-1"]).status == 200)
  }

  @Test func `If-Range decides between a part and the whole`() throws {
    let server = try served()
    let whole = try server.get("/files/a.txt")
    let tag = try #require(whole.header("etag"))
    let date = try #require(whole.header("last-modified"))
    for (validator, status) in [(tag, 206), (date, 206), ("\"x\"", 200), ("W/\(tag)", 200), ("soon", 200)] {
      let answer = try server.get("/files/a.txt", "Range: bytes=0-1", "If-Range: \(validator)")
      #expect(answer.status == status, "\(validator)")
    }
    #expect(try server.get("/files/a.txt", "Range: bytes=0-1", "If-None-Match: \(tag)").status == 304)
  }

  @Test func `curl takes ranges, resumes, and does not fetch twice`() throws {
    let server = try served()
    let url = server.url("/files/a.txt")
    let curl = "/usr/bin/curl"
    #expect(try Command.run([curl, "-sS", "-r", "5-14", url]).bytes == Data(Self.text[5..<15]))
    let file = server.directory.path + "/got"
    try Data(Self.text[..<40_000]).write(to: URL(fileURLWithPath: file))
    #expect(try Command.run([curl, "-sS", "-C", "-", "-o", file, url]).status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(Self.text))
    let tag = server.directory.path + "/tag"
    let code = ["-sS", "-o", "/dev/null", "-w", "%{http_code}", url]
    let etag = ["--etag-save", tag, "--etag-compare", tag]
    #expect(try Command.run([curl] + etag + code).bytes == Data("200".utf8))
    #expect(try Command.run([curl] + etag + code).bytes == Data("304".utf8))
    #expect(try Command.run([curl, "-z", server.directory.path + "/a.txt"] + code).bytes == Data("304".utf8))
    #expect(try Command.run([curl, "-z", "Sun, 06 Nov 1994 08:49:37 GMT"] + code).bytes == Data("200".utf8))
  }
}

struct FileTransferTests {
  /// Each byte depends on its place.
  private static func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }

  @Test(arguments: [true, false])
  func `a large file is sent piece by piece, and the next answer follows it`(usesSendfile: Bool) throws {
    let server = try StaticServer(usesSendfile: usesSendfile)
    let bytes = Self.pattern(24 << 20)
    try server.directory.write("large.bin", bytes)
    try server.directory.write("small.txt", Array("after".utf8))
    let client = try RawClient(port: server.port, receiveBuffer: 4096)
    client.send(
      "GET /files/large.bin HTTP/1.1\r\nHost: a\r\n\r\n"
        + "GET /files/small.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    // Others are served while this one does not read.
    #expect(try server.get("/files/small.txt").text == "after")
    var received = Array(try client.restBytes())
    let head = try #require(received.firstRange(of: Array("\r\n\r\n".utf8)))
    received.removeFirst(head.upperBound)
    #expect(received.prefix(bytes.count).elementsEqual(bytes))
    #expect(String(decoding: received.dropFirst(bytes.count), as: UTF8.self).hasSuffix("\r\n\r\nafter"))
  }

  @Test(arguments: [true, false]) func `many files go to many clients at once`(usesSendfile: Bool) throws {
    let server = try StaticServer(usesSendfile: usesSendfile) { $0.fileShare = 10_000 }
    let bytes = Self.pattern(1 << 20)
    try server.directory.write("a.bin", bytes)
    let clients = try (0..<20).map { _ in try RawClient(port: server.port) }
    for client in clients { client.get("/files/a.bin", "Connection: close\r\n") }
    for client in clients { #expect(try client.restBytes().suffix(bytes.count).elementsEqual(bytes)) }
  }

  @Test(arguments: [true, false])
  func `a client that leaves, and a file that shrinks, end the connection only`(usesSendfile: Bool) throws {
    let server = try StaticServer(usesSendfile: usesSendfile)
    let path = try server.directory.write("large.bin", Self.pattern(24 << 20))
    for _ in 0..<5 { try RawClient(port: server.port, receiveBuffer: 4096).get("/files/large.bin") }
    let client = try RawClient(port: server.port, receiveBuffer: 4096)
    client.get("/files/large.bin")
    waitUntil { server.server.statistics[0].snapshot().bytesSent > 0 }
    truncate(path, 1 << 20)
    #expect(try client.restBytes().count < 24 << 20)
    waitUntil { server.server.openConnections == 0 }
    #expect(try server.get("/page").body == StaticServer.page)
  }
}

extension RawClient {
  /// Reads until the server closes.
  fileprivate func restBytes() throws -> [UInt8] {
    var received: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 { received += piece[..<count] }
    return received
  }
}
