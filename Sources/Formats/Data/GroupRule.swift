/// Derives a row's group from its id: `id-prefix:/` takes what stands before the first slash.
package struct GroupRule: Sendable, Equatable, CustomStringConvertible {
  /// What ends the prefix, at least one character.
  package let separator: String

  /// Reads `id-prefix:SEPARATOR`; nil when the text is something else.
  package init?(_ text: String) {
    guard text.hasPrefix("id-prefix:"), text != "id-prefix:" else { return nil }
    separator = String(text.dropFirst("id-prefix:".count))
  }

  /// The rule as it is written on the command line.
  package var description: String { "id-prefix:" + separator }

  /// The group of the row with this id; nil when the id does not hold the separator.
  package func group(of id: String) -> Substring? {
    guard let end = id.range(of: separator)?.lowerBound else { return nil }
    return id[..<end]
  }
}

extension String {
  /// Where `text` stands first, byte by byte.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = utf8.startIndex
    while start < utf8.endIndex {
      if utf8[start...].starts(with: text.utf8) {
        return start..<utf8.index(start, offsetBy: text.utf8.count)
      }
      start = utf8.index(after: start)
    }
    return nil
  }
}
