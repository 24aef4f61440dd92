/// Tells why the server itself refuses a request.
package struct HTTPFailure: Error, Equatable, Sendable {
  /// Status of the answer: 400, 404, 405, 408, 411 to 417, 431, 501, 503 or 505.
  package let status: Int
  /// One sentence for the client: what is wrong, and where.
  package let detail: String
  /// Path asked for, decoded, as far as it is known.
  package let path: String?
  /// Methods that the path has, for a 405.
  package let allow: String?

  /// Creates a failure.
  package init(status: Int, detail: String, path: String? = nil, allow: String? = nil) {
    self.status = status
    self.detail = detail
    self.path = path
    self.allow = allow
  }
}

/// Carries the rendered body of a failure.
package struct FailureBody: Sendable {
  /// Media type, such as `application/problem+json`.
  package let contentType: StaticString
  /// The body itself.
  package let bytes: [UInt8]

  /// Creates a body.
  package init(contentType: StaticString, bytes: [UInt8]) {
    self.contentType = contentType
    self.bytes = bytes
  }
}
