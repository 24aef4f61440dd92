/// A request's conditions on the representation that it means (RFC 9110, section 13).
package struct Preconditions: Equatable, Sendable {
  /// What the conditions let the server do.
  package enum Verdict: Equatable, Sendable {
    /// Answer as without conditions.
    case proceed
    /// Answer 304.
    case notModified
    /// Answer 412.
    case failed
  }

  /// Value of `If-Match`.
  package var ifMatch: String?
  /// Value of `If-None-Match`.
  package var ifNoneMatch: String?
  /// Value of `If-Modified-Since`.
  package var ifModifiedSince: String?
  /// Value of `If-Unmodified-Since`.
  package var ifUnmodifiedSince: String?
  /// Value of `If-Range`.
  package var ifRange: String?

  /// Creates conditions of none.
  package init() {}

  init<Action>(_ request: Request<Action>) {
    ifMatch = request.header("if-match")
    ifNoneMatch = request.header("if-none-match")
    ifModifiedSince = request.header("if-modified-since")
    ifUnmodifiedSince = request.header("if-unmodified-since")
    ifRange = request.header("if-range")
  }

  /// Judges a representation in the order of RFC 9110, section 13.2.2.
  ///
  /// - Parameters:
  ///   - isRead: whether the method is GET or HEAD.
  ///   - lastModified: seconds since 1970.
  ///   - now: seconds since 1970, by which years of two digits are understood.
  package func verdict(isRead: Bool, tag: EntityTag, lastModified: Int?, now: Int) -> Verdict {
    if let ifMatch {
      guard EntityTagList(ifMatch).contains(where: tag.matchesStrongly) else { return .failed }
    } else if let ifUnmodifiedSince, let lastModified,
      let date = HTTPDate.seconds(ifUnmodifiedSince, now: now), lastModified > date
    {
      return .failed
    }
    if let ifNoneMatch {
      guard EntityTagList(ifNoneMatch).contains(where: tag.matchesWeakly) else { return .proceed }
      return isRead ? .notModified : .failed
    }
    if isRead, let ifModifiedSince, let lastModified,
      let date = HTTPDate.seconds(ifModifiedSince, now: now), lastModified <= date
    {
      return .notModified
    }
    return .proceed
  }

  /// Whether a Range field counts (RFC 9110, section 13.1.5).
  package func allowsRange(tag: EntityTag, lastModified: Int?, now: Int) -> Bool {
    guard let ifRange else { return true }
    if ifRange.utf8.contains(UInt8(ascii: "\"")) {
      return EntityTagList(ifRange) != .any && EntityTagList(ifRange).contains(where: tag.matchesStrongly)
    }
    // A date is a strong validator once its second is over (section 8.8.2.2).
    guard let lastModified, let date = HTTPDate.seconds(ifRange, now: now) else { return false }
    return date == lastModified && lastModified < now
  }
}
