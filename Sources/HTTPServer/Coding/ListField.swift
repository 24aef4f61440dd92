/// Takes a field's comma-separated list apart, without allocating (RFC 9110, section 5.6.1).
///
/// Elements come without the white space around them, empty ones not at all. It is for lists of tokens and
/// parameters: a comma inside a quoted string counts as a separator.
struct ListField: Sequence, IteratorProtocol {
  private var rest: UnsafeRawBufferPointer
  private let separator: UInt8

  init(_ value: UnsafeRawBufferPointer, separator: UInt8 = UInt8(ascii: ",")) {
    rest = value
    self.separator = separator
  }

  mutating func next() -> UnsafeRawBufferPointer? {
    while !rest.isEmpty {
      let end = rest.firstIndex(of: separator) ?? rest.count
      let element = Self.trimmed(UnsafeRawBufferPointer(rebasing: rest[..<end]))
      rest = UnsafeRawBufferPointer(rebasing: rest[Swift.min(end + 1, rest.count)...])
      if !element.isEmpty { return element }
    }
    return nil
  }

  /// The bytes without optional white space at both ends.
  static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var slice = bytes[...]
    while let first = slice.first, CharacterClass.isWhitespace(first) { slice.removeFirst() }
    while let last = slice.last, CharacterClass.isWhitespace(last) { slice.removeLast() }
    return UnsafeRawBufferPointer(rebasing: slice)
  }
}
