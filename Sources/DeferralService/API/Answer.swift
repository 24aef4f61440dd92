import Formats

/// Holds one finished answer, ready for any loop to send.
struct Answer: Sendable {
  var status: Int
  var contentType: StaticString = "application/json"
  var headers: [(String, String)] = []
  var body: [UInt8]

  /// Creates a JSON answer from what `write` appends.
  init(status: Int = 200, headers: [(String, String)] = [], _ write: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    write(&json)
    self.status = status
    self.headers = headers
    body = json.bytes
  }

  init(status: Int, contentType: StaticString, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }

  init(_ problem: Problem) {
    status = problem.status
    contentType = Problem.contentType
    headers = problem.headers
    body = problem.document
  }
}
