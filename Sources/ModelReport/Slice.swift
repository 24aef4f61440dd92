import LearningToDefer

/// A part of the rows that may fare worse than the whole.
enum Slice: Hashable, Sendable {
  /// Rows of one true class.
  case truth(Int)
  /// Rows that one decides: 0 the classifier, then the experts.
  case maker(Int)
  /// Rows that belong together.
  case group(String)
}

/// How often a slice's answers were right.
struct SliceTally: Sendable {
  private(set) var rows = 0
  private(set) var right = 0

  mutating func add(_ isRight: Bool) {
    rows += 1
    if isRight { right += 1 }
  }

  var accuracy: Double { Double(right) / Double(rows) }
  var interval: ClosedRange<Double> { BinomialInterval.of(successes: right, trials: rows) }
}

/// Names the groups that rows belong to, where there are groups at all.
package struct GroupNames: Sendable {
  /// Fewer rows a group than this are no groups.
  private static let leastRows = 5

  private let names: [UInt64: String]
  private let groups: [UInt64]

  /// Takes the groups of some rows.
  ///
  /// - Parameter name: Spells a row's group; nil takes the id of its first row, or its number.
  /// - Returns: Nil where rows do not belong together.
  package init?(_ examples: Examples, rows: [Int], name: (Int) -> String?) {
    var names: [UInt64: String] = [:]
    for row in rows where names[examples.groups[row]] == nil {
      let first = examples.ids.map { "like \($0[row])" } ?? "group \(names.count + 1)"
      names[examples.groups[row]] = name(row) ?? first
    }
    guard names.count > 1, rows.count >= Self.leastRows * names.count else { return nil }
    self.names = names
    groups = examples.groups
  }

  func name(ofRow row: Int) -> String? { names[groups[row]] }
}
