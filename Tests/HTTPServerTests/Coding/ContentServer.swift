import Glibc
import HTTPServer

/// Answers with what its routes say: bodies to compress, embedded content, files.
final class ContentHandler: RequestHandler {
  enum Action: Sendable {
    /// The request's body as the handler sees it.
    case echo
    /// The number of its bytes.
    case count
    case answer(status: Int, type: StaticString, headers: [String: String], body: [UInt8])
    case content(StaticContent)
    case directory(StaticDirectory)
  }

  private let context: LoopContext<ContentHandler>

  init(context: LoopContext<ContentHandler>) { self.context = context }

  func handle(_ request: Request<Action>, exchange: Exchange) {
    switch request.action {
    case .echo:
      context.respond(exchange, status: 200, contentType: "application/octet-stream", body: request.body)
    case .count:
      let count = Array(String(request.body.count).utf8)
      context.respond(exchange, status: 200, contentType: "text/plain", body: count)
    case .answer(let status, let type, let headers, let body):
      context.respond(
        exchange, status: status, contentType: type, headers: headers.map { ($0, $1) }, body: body)
    case .content(let content): context.respond(exchange, to: request, with: content)
    case .directory(let directory): context.respond(exchange, to: request, from: directory)
    }
  }

  func turnEnded() {}
}

extension Server<ContentHandler> {
  static func content(
    _ routes: [Route<ContentHandler.Action>], _ adjust: (inout ServerLimits) -> Void = { _ in }
  ) throws -> (server: Server<ContentHandler>, port: UInt16) {
    var limits = ServerLimits()
    adjust(&limits)
    let server = Server(
      configuration: ServerConfiguration(listen: ["127.0.0.1:0"], limits: limits), router: Router(routes),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { ContentHandler(context: $0) })
    let address = try server.start()[0]
    return (server, UInt16(address.split(separator: ":")[1]) ?? 0)
  }
}

/// An answer as bytes.
struct ByteResponse {
  let status: Int
  let head: String
  let body: [UInt8]

  /// Values of a field by its lower-case name, joined by a comma.
  func header(_ name: String) -> String? {
    let values = head.split(separator: "\r\n").dropFirst().compactMap { line -> String? in
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { return nil }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  var text: String { String(decoding: body, as: UTF8.self) }
}

/// Sends one GET on a connection of its own and reads until the server closes.
func ask(_ port: UInt16, _ path: String, _ fields: [String] = []) throws -> ByteResponse {
  try ask(port, "GET", path, fields)
}

/// Sends one request on a connection of its own and reads until the server closes.
func ask(
  _ port: UInt16, _ method: String, _ path: String, _ fields: [String] = [], body: [UInt8] = []
) throws -> ByteResponse {
  let client = try RawClient(port: port)
  let length = body.isEmpty ? [] : ["Content-Length: \(body.count)"]
  let lines = ["\(method) \(path) HTTP/1.1", "Host: a", "Connection: close"] + length + fields
  let message = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  var sent = 0
  while sent < message.count {
    let count = message[sent...].withUnsafeBytes {
      Glibc.send(client.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    guard count > 0 else { break }
    sent += count
  }
  return try read(client.descriptor)
}

private func read(_ descriptor: Int32) throws -> ByteResponse {
  var received: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 { received += piece[..<count] }
  let mark = Array("\r\n\r\n".utf8)
  guard let end = received.indices.dropLast(3).first(where: { received[$0..<$0 + 4].elementsEqual(mark) })
  else { throw RawClient.Failure(call: "recv: no head", number: 0) }
  let head = String(decoding: received[..<end], as: UTF8.self)
  return ByteResponse(
    status: Int(head.dropFirst(9).prefix(3)) ?? 0, head: head, body: Array(received[(end + 4)...]))
}
