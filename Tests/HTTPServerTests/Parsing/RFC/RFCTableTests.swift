import HTTPServer
import Testing

/// The table, through the parser and the chunk decoder alone.
@Suite struct RFCTableTests {
  private func read(_ row: RFCRow, splitAt splits: [Int] = []) -> MessageStream {
    MessageStream(row.bytes, splitAt: splits, limits: row.limits, bodyLimit: RFCRow.bodyLimit)
  }

  @Test(arguments: RFCRow.all) func `each rule is kept`(_ row: RFCRow) throws {
    let stream = read(row)
    switch row.outcome {
    case .refused(let status): #expect(stream.failure?.status == status)
    case .incomplete: #expect(stream.failure == nil && !stream.isBetweenMessages)
    case .accepted(let properties):
      #expect(stream.failure == nil && stream.isBetweenMessages)
      let first = try #require(stream.messages.first)
      let requests = properties.compactMap { if case .requests(let count) = $0 { count } else { nil } }
      #expect(stream.completed == requests.first ?? 1)
      for property in properties { check(property, of: first) }
    }
  }

  private func check(_ property: RFCRow.Property, of message: MessageStream.Message) {
    let head = message.head
    switch property {
    case .method(let method): #expect(head.method == method)
    case .path(let path): #expect(message.text(head.path) == path)
    case .query(let query): #expect(message.text(head.query) == query)
    case .host(let host): #expect(message.text(head.host) == host)
    case .body(let body): #expect(String(decoding: message.body, as: UTF8.self) == body)
    case .framing(let framing): #expect(head.framing == framing)
    case .field(let name, let value):
      let lines = head.fields.filter { message.text($0.name)?.lowercased() == name }
      #expect(lines.compactMap { message.text($0.value) }.joined(separator: ", ") == value)
    case .keepAlive(let keepAlive): #expect(head.keepAlive == keepAlive)
    case .expectsContinue(let expects): #expect(head.expectsContinue == expects)
    case .wholeServer: #expect(head.isAsterisk)
    case .decoded, .requests: break
    }
  }

  @Test(arguments: RFCRow.all) func `any split of the bytes gives the same`(_ row: RFCRow) {
    let whole = read(row)
    // Every byte of all but the few rows of many thousands.
    let step = max(1, row.bytes.count / 1000)
    for split in stride(from: 0, through: row.bytes.count, by: step) {
      #expect(read(row, splitAt: [split]) == whole)
    }
    #expect(read(row, splitAt: Array(stride(from: 0, through: row.bytes.count, by: step))) == whole)
  }

  @Test func `no rule is there twice`() {
    var seen: [[UInt8]: String] = [:]
    for row in RFCRow.all {
      let key = row.bytes + (row.limits == ServerLimits() ? [] : [0])
      let earlier = seen.updateValue(row.testDescription, forKey: key)
      #expect(earlier == nil, "\(row.testDescription)")
    }
  }

  @Test func `a parser that was reset parses the next message alike`() throws {
    var parser = RequestParser(limits: ServerLimits())
    let first = Array(
      "POST http://b/a?b HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\n".utf8)
    let second = Array(RFCRow.get("/").utf8)
    #expect(try first.withUnsafeBytes { try parser.parse($0) })
    parser.reset()
    #expect(try second.withUnsafeBytes { try parser.parse($0) })
    let fresh = MessageStream(second, limits: ServerLimits(), bodyLimit: 0)
    #expect(parser.head == fresh.messages.first?.head)
  }

  @Test(arguments: [
    "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\n",
    "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
    "Content-Length: 9223372036854775808\r\n\r\n", "Content-Length: 18446744073709551621\r\n\r\n",
  ])
  func `what cannot be counted fits no limit, not even none`(rest: String) {
    let bytes = Array("POST / HTTP/1.1\r\nHost: a\r\n\(rest)hello".utf8)
    let stream = MessageStream(bytes, limits: ServerLimits(), bodyLimit: .max)
    #expect(stream.failure?.status == 413)
  }
}
