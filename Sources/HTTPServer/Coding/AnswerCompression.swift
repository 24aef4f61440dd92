/// Decides which answers are worth compressing, whatever the client accepts.
///
/// Only such answers depend on `Accept-Encoding`, and only they say so by `Vary`.
enum AnswerCompression {
  /// Whether a client that prefers gzip gets this answer compressed.
  static func applies(to answer: Answer, limits: ServerLimits) -> Bool {
    !answer.isBodyless && applies(toBytes: answer.body.count, of: answer.contentType, limits: limits)
      && answer.status != 206 && !forbidsIt(answer.headers)
  }

  /// Whether so many bytes of a media type are worth it.
  static func applies(toBytes count: Int, of type: StaticString, limits: ServerLimits) -> Bool {
    count >= limits.compressedAnswer && count <= limits.compressedAnswerLimit
      && MediaType.isCompressible(type)
  }

  /// Whether a streamed answer is compressed for a client that prefers gzip.
  ///
  /// One whose length is announced goes out as it is: the length is worth more to its client.
  static func applies(to head: StreamedHead, length: Int?, limits: ServerLimits) -> Bool {
    length == nil && !head.isBodyless && head.status != 206 && limits.compressedAnswer < .max
      && MediaType.isCompressible(head.contentType, asStream: true) && !forbidsIt(head.headers)
  }

  /// A coding that is there already stays alone, and so does a choice that the handler made itself.
  private static func forbidsIt(_ headers: [(String, String)]) -> Bool {
    headers.contains { name, value in
      name.isField("content-encoding") || name.isField("vary") && value.isField("accept-encoding")
        // RFC 9111, section 5.2.2.6.
        || name.isField("cache-control") && value.contains("no-transform")
    }
  }

  /// The validator of a compressed answer: no longer byte for byte what a strong one promises.
  static func weakened(_ entityTag: String) -> String {
    entityTag.hasPrefix("W/") ? entityTag : "W/\(entityTag)"
  }
}

extension String {
  /// Whether this is the name of a field when case is ignored.
  func isField(_ lowercased: StaticString) -> Bool {
    guard utf8.count == lowercased.utf8CodeUnitCount else { return false }
    return zip(utf8, 0...).allSatisfy { FieldName.lowercase($0) == lowercased.utf8Start[$1] }
  }
}
