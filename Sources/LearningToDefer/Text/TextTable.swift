/// Rows of texts as UTF-8; immutable.
package struct TextTable: Sendable, Equatable {
  /// The texts, one after the other.
  package let utf8: [UInt8]
  /// Where each text ends.
  package let ends: [Int]

  /// The number of rows.
  package var rows: Int { ends.count }

  /// Keeps texts that stand one after the other in `utf8`.
  package init(utf8: [UInt8], ends: [Int]) {
    precondition((ends.last ?? 0) == utf8.count, "the last text ends where the bytes do")
    precondition(zip([0] + ends, ends).allSatisfy { $0 <= $1 }, "a text ends behind the one before")
    self.utf8 = utf8
    self.ends = ends
  }

  /// Copies texts.
  package init(_ texts: some Sequence<String>) {
    self.init(utf8: texts.map(\.utf8))
  }

  /// Copies texts given as UTF-8.
  package init(utf8 texts: some Sequence<some Sequence<UInt8>>) {
    var utf8: [UInt8] = []
    var ends: [Int] = []
    for text in texts {
      utf8 += text
      ends.append(utf8.count)
    }
    self.init(utf8: utf8, ends: ends)
  }

  /// Joins tables, one after the other.
  package init(joining tables: [TextTable]) {
    var utf8: [UInt8] = []
    var ends: [Int] = []
    for table in tables {
      ends += table.ends.map { utf8.count + $0 }
      utf8 += table.utf8
    }
    self.init(utf8: utf8, ends: ends)
  }

  /// Lends one text for the duration of the call.
  package func withText<Result>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = row == 0 ? 0 : ends[row - 1]
    return utf8.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<ends[row]])) }
  }

  /// The first row whose text exceeds a limit of the input, and which; nil when there is none.
  ///
  /// - Complexity: O(bytes · longest n-gram).
  package func firstBeyondLimit(of input: TextInput) -> (row: Int, limit: TextLimit)? {
    let featurizer = TextFeaturizer(input)
    for row in 0..<rows {
      if let limit = withText(row, featurizer.read) { return (row, limit) }
    }
    return nil
  }

  /// The first rows alone.
  package func first(_ count: Int) -> TextTable {
    let ends = Array(ends.prefix(count))
    return TextTable(utf8: Array(utf8.prefix(ends.last ?? 0)), ends: ends)
  }
}
