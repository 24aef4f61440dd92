/// Decides what a request for a file is answered with (RFC 9110, sections 13 and 14).
struct FileAnswer {
  enum Plan: Equatable {
    case notModified
    case preconditionFailed
    case whole
    /// One or several stretches, as 206.
    case parts([Range<Int>])
    case unsatisfiable
  }

  let file: OpenFile
  let mediaType: StaticString
  let cacheControl: String
  let limits: ServerLimits
  let tag: EntityTag
  /// Seconds since 1970, never in the future (RFC 9110, section 8.8.2.1).
  let lastModified: Int
  private let now: Int

  /// - Parameter now: seconds since 1970.
  init(_ file: OpenFile, mediaType: StaticString, cacheControl: String, limits: ServerLimits, now: Int) {
    self.file = file
    self.mediaType = mediaType
    self.cacheControl = cacheControl
    self.limits = limits
    self.now = now
    let second = file.modified / 1_000_000_000
    lastModified = min(second, now)
    let parts = [UInt64(file.size), UInt64(bitPattern: Int64(file.modified)), file.inode]
    // The kernel's clock ticks every few milliseconds: a file may change twice within one tick.
    tag = EntityTag(parts.map { String($0, radix: 16) }.joined(separator: "-"), isWeak: second >= now - 1)
  }

  /// - Parameter isGet: whether the method is GET; otherwise it is HEAD, which knows no ranges (section 14.2).
  func plan(isGet: Bool, range: String?, _ conditions: Preconditions) -> Plan {
    switch conditions.verdict(isRead: true, tag: tag, lastModified: lastModified, now: now) {
    case .notModified: return .notModified
    case .failed: return .preconditionFailed
    case .proceed: break
    }
    guard isGet, let range, conditions.allowsRange(tag: tag, lastModified: lastModified, now: now) else {
      return .whole
    }
    return switch RangeSet(range, size: file.size, limit: limits.rangeCount) {
    case .whole: .whole
    case .unsatisfiable: .unsatisfiable
    case .parts(let parts): .parts(parts)
    }
  }

  /// Whether the file is read at once, to be compressed like any answer.
  var isSmall: Bool { file.size <= limits.fileBuffer }

  /// Fields that 200, 206 and 304 have in common.
  ///
  /// - Parameter saysVary: false where the writer of the answer adds the field itself.
  func validators(saysVary: Bool) -> [(String, String)] {
    var fields = [
      ("ETag", tag.text), ("Last-Modified", HTTPDate(second: lastModified).fieldValue),
      ("Cache-Control", cacheControl), ("Accept-Ranges", "bytes"), ("X-Content-Type-Options", "nosniff"),
    ]
    let varies =
      isSmall && AnswerCompression.applies(toBytes: file.size, of: mediaType, limits: limits)
      && !cacheControl.contains("no-transform")
    if saysVary && varies { fields.append(("Vary", "Accept-Encoding")) }
    return fields
  }

  /// The body of a 206, and its `Content-Range` where it is one stretch.
  ///
  /// - Parameter boundary: stands between several stretches; must not occur in the file but by chance.
  func body(_ parts: [Range<Int>], boundary: String) -> (FileBody, contentRange: String?) {
    guard parts.count > 1 else {
      return (FileBody(file, parts.map { .file($0) }), parts.first.map(contentRange))
    }
    var stretches: [FileBody.Stretch] = []
    for part in parts {
      let head =
        "\r\n--\(boundary)\r\nContent-Type: \(mediaType)\r\nContent-Range: \(contentRange(part))\r\n\r\n"
      stretches.append(.text(Array(head.utf8)))
      stretches.append(.file(part))
    }
    stretches.append(.text(Array("\r\n--\(boundary)--\r\n".utf8)))
    return (FileBody(file, stretches, boundary: boundary), nil)
  }

  private func contentRange(_ part: Range<Int>) -> String {
    "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
  }
}

extension HTTPDate {
  /// The 29 characters.
  var fieldValue: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
