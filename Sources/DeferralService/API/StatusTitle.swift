/// Names HTTP statuses as RFC 9110 does.
enum StatusTitle {
  private static let titles: [Int: String] = [
    400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    411: "Length Required", 413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    417: "Expectation Failed", 422: "Unprocessable Content", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
    505: "HTTP Version Not Supported",
  ]

  /// Returns the title of a status that the service answers with.
  static func of(_ status: Int) -> String { titles[status] ?? "Error" }
}
