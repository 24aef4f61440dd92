import HTTPServer
import Testing

/// The table again, through the socket of a real server.
@Suite struct RFCWireTests {
  @Test(arguments: RFCRow.groups.map(\.name))
  func `each rule is kept on the wire`(_ name: String) throws {
    let rows = RFCRow.groups.first { $0.name == name }?.rows ?? []
    let (standard, port) = try MirrorHandler.serve(ServerLimits())
    let (tight, tightPort) = try MirrorHandler.serve(.tight)
    for row in rows {
      let client = try RawClient(port: row.limits == ServerLimits() ? port : tightPort)
      try check(row, client)
    }
    withExtendedLifetime((standard, tight)) {}
  }

  private func check(_ row: RFCRow, _ client: RawClient) throws {
    let expected = MessageStream(row.bytes, limits: row.limits, bodyLimit: RFCRow.bodyLimit)
    client.send(row.bytes)
    let isComplete = if case .accepted = row.outcome { true } else { false }
    // What follows a broken message must not be taken for a request.
    if case .refused = row.outcome { client.get("/after") }
    var last: RawClient.Response?
    for message in expected.messages.prefix(expected.completed) {
      let answer = try finalResponse(client, toHead: message.head.method == .head)
      if last == nil { check(row, answer) }
      expectFound(answer, message, row)
      last = answer
    }
    switch row.outcome {
    case .accepted:
      let keepAlive = expected.messages.last?.head.keepAlive ?? false
      #expect(last?.header("connection") != (keepAlive ? "close" : "keep-alive"), "\(row.testDescription)")
      if keepAlive {
        #expect(try client.asked("/after").status == 200, "\(row.testDescription)")
      } else {
        #expect(last?.header("connection") == "close", "\(row.testDescription)")
      }
    case .incomplete: client.endOutput()
    case .refused: break
    }
    if !isComplete { try expectRefusal(row, client) }
    client.endOutput()
    #expect(try client.rest() == "", "\(row.testDescription)")
  }

  /// Exactly one answer, which says that the connection closes, and closes it.
  private func expectRefusal(_ row: RFCRow, _ client: RawClient) throws {
    let refusal = try finalResponse(client, toHead: false)
    let status = if case .refused(let status) = row.outcome { status } else { 400 }
    #expect(refusal.status == status, "\(row.testDescription)")
    #expect(refusal.header("connection") == "close", "\(row.testDescription)")
    #expect(!refusal.body.isEmpty, "\(row.testDescription)")
    // Without an end of our output: it is the server that closes.
    #expect(try client.rest() == "", "\(row.testDescription)")
  }

  private func finalResponse(_ client: RawClient, toHead: Bool) throws -> RawClient.Response {
    let response = try client.response(toHead: toHead)
    return response.status == 100 ? try client.response(toHead: toHead) : response
  }

  /// All paths are mirrored but those with an empty segment.
  private func expectFound(_ answer: RawClient.Response, _ message: MessageStream.Message, _ row: RFCRow) {
    let path = message.text(message.head.path) ?? ""
    let isRouted = !path.contains("//") && (path == "/" || !path.hasSuffix("/"))
    let found = message.head.method == .options ? 204 : 200
    #expect(answer.status == (isRouted ? found : 404), "\(row.testDescription)")
  }

  private func check(_ row: RFCRow, _ answer: RawClient.Response) {
    guard answer.status == 200, !answer.body.isEmpty, case .accepted(let properties) = row.outcome else {
      return
    }
    let parts = answer.body.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).map(
      String.init)
    for property in properties {
      switch property {
      case .decoded(let path): #expect(parts[0] == "=\(path)", "\(row.testDescription)")
      case .query(let query):
        #expect(parts[1] == (query.map { "=\($0)" } ?? "none"), "\(row.testDescription)")
      case .host(let host): #expect(parts[2] == (host.map { "=\($0)" } ?? "none"), "\(row.testDescription)")
      case .body(let body): #expect(parts[3] == body, "\(row.testDescription)")
      default: break
      }
    }
  }
}
