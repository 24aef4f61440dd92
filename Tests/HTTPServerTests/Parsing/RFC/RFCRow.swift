import HTTPServer
import Testing

/// One rule of a standard: bytes in, and what must come of them.
struct RFCRow: Sendable, CustomTestStringConvertible {
  /// What is seen of the first request.
  enum Property: Sendable {
    case method(Method)
    /// As sent.
    case path(String)
    /// As the handler sees it, decoded once.
    case decoded(String)
    case query(String?)
    case host(String?)
    case body(String)
    case framing(BodyFraming)
    case field(String, String)
    case keepAlive(Bool)
    case expectsContinue(Bool)
    case wholeServer
    /// Requests in all, where there is more than one.
    case requests(Int)
  }

  enum Outcome: Sendable {
    case accepted([Property])
    /// One answer with this status, and the connection closes.
    case refused(Int)
    /// Nothing can be said before more arrives.
    case incomplete
  }

  let section: String
  let rule: String
  let bytes: [UInt8]
  let outcome: Outcome
  var limits = ServerLimits()

  /// - Parameter message: up to U+00FF a character is the one byte with its number, above that it is UTF-8.
  private init(_ section: String, _ rule: String, _ message: String, _ outcome: Outcome) {
    self.section = section
    self.rule = rule
    self.outcome = outcome
    bytes = message.unicodeScalars.flatMap { scalar in
      scalar.value < 256 ? [UInt8(scalar.value)] : Array(String(scalar).utf8)
    }
  }

  var testDescription: String { "RFC \(section): \(rule)" }

  /// The same row for a server whose limits short messages reach.
  var tight: RFCRow {
    var row = self
    row.limits = .tight
    return row
  }

  static func accept(_ section: String, _ rule: String, _ message: String, _ properties: Property...)
    -> RFCRow
  {
    RFCRow(section, rule, message, .accepted(properties))
  }

  static func refuse(_ section: String, _ rule: String, _ message: String, _ status: Int = 400) -> RFCRow {
    RFCRow(section, rule, message, .refused(status))
  }

  static func wait(_ section: String, _ rule: String, _ message: String) -> RFCRow {
    RFCRow(section, rule, message, .incomplete)
  }
}

extension RFCRow {
  static func line(_ requestLine: String) -> String { "\(requestLine)\r\nHost: a\r\n\r\n" }

  static func get(_ target: String) -> String { line("GET \(target) HTTP/1.1") }

  static func post(_ fields: String, _ body: String = "") -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
  }

  static func chunks(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }

  static func host(_ line: String) -> String { "GET / HTTP/1.1\r\n\(line)\r\n\r\n" }

  /// Bytes of a body of the most that the table's routes take.
  static let bodyLimit = 1000

  /// Each group with the name under which it is run.
  static let groups: [(name: String, rows: [RFCRow])] = [
    ("lines", lines), ("request lines", requestLines), ("versions", versions), ("targets", targets),
    ("paths", paths), ("field lines", fieldLines), ("hosts", hosts), ("content length", contentLengths),
    ("transfer coding", transferCodings), ("chunks", chunkRows), ("extensions", extensions),
    ("trailers", trailers), ("persistence", persistence), ("expectations", expectations),
    ("limits", limitRows), ("sequences", sequences),
  ]

  static let all = groups.flatMap(\.rows)
}
