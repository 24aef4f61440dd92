import Dispatch
import Glibc
import HTTPServer
import Synchronization
import Testing

/// Answers with what it knows of the request: its id and its trace.
final class IdentityHandler: RequestHandler {
  enum Script: Sendable { case identity, never, large }
  typealias Action = Script

  private let context: LoopContext<IdentityHandler>

  init(context: LoopContext<IdentityHandler>) { self.context = context }

  func handle(_ request: Request<Script>, exchange: Exchange) {
    switch request.action {
    case .identity:
      let trace = request.traceContext.map { " \($0.traceID)/\($0.parentID)" } ?? ""
      context.respond(
        exchange, status: 200, contentType: "text/plain", body: Array("\(request.id)\(trace)".utf8))
    case .never: break
    case .large:
      context.respond(
        exchange, status: 200, contentType: "text/plain", body: [UInt8](repeating: 0x78, count: largeAnswer))
    }
  }

  func turnEnded() {}
}

/// A record whose texts outlive the call.
struct SeenRecord: Sendable {
  let method: Method?
  let path: String
  let route: String?
  let status: Int?
  let isAborted: Bool
  let bytesReceived: Int
  let bytesSent: Int
  let nanoseconds: UInt64
  let peer: String?
  let requestID: String
  let trace: TraceContext?
  let userAgent: String

  init(_ record: AccessRecord) {
    method = record.method
    path = String(decoding: record.path, as: UTF8.self)
    route = record.route
    status = record.status
    isAborted = record.isAborted
    bytesReceived = record.bytesReceived
    bytesSent = record.bytesSent
    nanoseconds = record.nanoseconds
    peer = record.peer.description
    requestID = String(decoding: record.requestID, as: UTF8.self)
    trace = record.trace
    userAgent = String(decoding: record.userAgent, as: UTF8.self)
  }
}

/// Keeps a server's records and lets tests wait for them.
final class RecordCollector: Sendable {
  private let records = Mutex<[SeenRecord]>([])
  private let arrived = DispatchSemaphore(value: 0)

  var log: AccessLog {
    AccessLog { _ in
      AccessRecorder { [self] record in
        let seen = SeenRecord(record)
        records.withLock { $0.append(seen) }
        arrived.signal()
      }
    }
  }

  /// The next record; fails after ten seconds without one.
  func next() throws -> SeenRecord {
    try #require(arrived.wait(timeout: .now() + 10) == .success, "no record came")
    return records.withLock { $0.removeFirst() }
  }

  var isEmpty: Bool { records.withLock { $0.isEmpty } }
}

extension Server<IdentityHandler> {
  static func logged(
    _ log: AccessLog? = nil, identifiesAnswers: Bool = false,
    _ adjust: (inout ServerLimits) -> Void = { _ in }
  ) throws -> (server: Server<IdentityHandler>, port: UInt16) {
    var configuration = ServerConfiguration(listen: ["127.0.0.1:0"])
    configuration.limits.tick = 0.02
    configuration.identifiesAnswers = identifiesAnswers
    adjust(&configuration.limits)
    let server = Server(
      configuration: configuration,
      router: Router<IdentityHandler.Script>([
        Route(.get, "/who/{name}", action: .identity),
        Route(.post, "/who", bodyLimit: 1000, action: .identity),
        Route(.get, "/never", action: .never), Route(.get, "/large", action: .large),
      ]),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      accessLog: log, makeHandler: { IdentityHandler(context: $0) })
    return (server, UInt16(try server.start()[0].split(separator: ":")[1]) ?? 0)
  }
}
