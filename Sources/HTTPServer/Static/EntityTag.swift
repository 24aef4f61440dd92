/// Validates one version of a representation (RFC 9110, section 8.8.3).
package struct EntityTag: Equatable, Sendable {
  /// The characters between the quotes.
  package let opaque: String
  /// Whether it promises only that the meaning is the same, not each byte.
  package let isWeak: Bool

  /// Creates a tag; `opaque` holds no quote, space or control character.
  package init(_ opaque: String, isWeak: Bool = false) {
    precondition(opaque.utf8.allSatisfy(Self.isAllowed), "an entity tag has no quotes and no spaces")
    self.opaque = opaque
    self.isWeak = isWeak
  }

  /// Creates the strong tag of bytes by their content.
  ///
  /// FNV-1a over 64 bits, and the length: it tells versions apart, not forgeries.
  package init(of bytes: [UInt8]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.init(String(hash, radix: 16) + "-" + String(bytes.count, radix: 16))
  }

  /// As it stands in a field.
  package var text: String { (isWeak ? "W/\"" : "\"") + opaque + "\"" }

  /// RFC 9110, section 8.8.3.2.
  func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && opaque == other.opaque }

  /// RFC 9110, section 8.8.3.2.
  func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

  fileprivate static func isAllowed(_ byte: UInt8) -> Bool { byte == 0x21 || byte >= 0x23 && byte != 0x7f }
}

/// What `If-Match` and `If-None-Match` name (RFC 9110, sections 13.1.1 and 13.1.2).
enum EntityTagList: Equatable {
  /// `*`: any representation.
  case any
  case tags([EntityTag])

  /// Reads a field; of a malformed one what stands before the fault counts, so that it matches less, never more.
  init(_ field: String) {
    var reader = Reader(field)
    reader.skipSeparators()
    if reader.take("*") {
      reader.skipSeparators()
      self = reader.isAtEnd ? .any : .tags([])
      return
    }
    var tags: [EntityTag] = []
    while let tag = reader.tag() {
      tags.append(tag)
      guard reader.skipSeparators() else { break }
    }
    self = .tags(tags)
  }

  func contains(where matches: (EntityTag) -> Bool) -> Bool {
    switch self {
    case .any: true
    case .tags(let tags): tags.contains(where: matches)
    }
  }

  private struct Reader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Whether there was a comma, or the end.
    @discardableResult
    mutating func skipSeparators() -> Bool {
      var separates = rest.isEmpty
      while let first = rest.first, first == UInt8(ascii: ",") || CharacterClass.isWhitespace(first) {
        separates = separates || first == UInt8(ascii: ",")
        rest.removeFirst()
      }
      return separates || rest.isEmpty
    }

    mutating func take(_ text: StaticString) -> Bool {
      guard rest.count >= text.utf8CodeUnitCount else { return false }
      for (index, byte) in rest.prefix(text.utf8CodeUnitCount).enumerated()
      where text.utf8Start[index] != byte { return false }
      rest.removeFirst(text.utf8CodeUnitCount)
      return true
    }

    mutating func tag() -> EntityTag? {
      // The W is upper case (RFC 9110, section 8.8.3).
      let isWeak = take("W/")
      guard take("\""), let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
      let opaque = Substring(rest[..<end])
      guard opaque.utf8.allSatisfy(EntityTag.isAllowed) else { return nil }
      rest = rest[end...].dropFirst()
      return EntityTag(String(opaque), isWeak: isWeak)
    }
  }
}
