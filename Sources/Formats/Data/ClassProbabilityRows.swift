import LearningToDefer

/// Gathers the class probabilities of rows that name their classes, in any order.
struct ClassProbabilityRows {
  /// The number of rows that were added.
  private(set) var count = 0

  /// The column of each class: their order in the first row.
  private var columns: [String: Int] = [:]
  /// `[count, columns]`.
  private var values: [Float] = []

  /// Adds a row.
  ///
  /// - Returns: What is wrong with it; nil for a row that has the classes of those before.
  mutating func add(_ row: [(name: String, value: Float)]) -> String? {
    if count == 0 {
      columns = Dictionary(row.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let start = values.count
    values.append(contentsOf: repeatElement(-1, count: columns.count))
    for (name, value) in row {
      guard let column = columns[name] else { return "name the class \(name), which rows before do not" }
      guard values[start + column] < 0 else { return "name the class \(name) twice" }
      values[start + column] = value
    }
    if let missing = columns.first(where: { values[start + $0.value] < 0 }) {
      return "lack the class \(missing.key)"
    }
    count += 1
    return nil
  }

  /// Orders the columns by `classes`.
  ///
  /// - Returns: Nil where a class has no column.
  func table(classes: [String]) -> FeatureTable? {
    let order = classes.compactMap { columns[$0] }
    guard order.count == classes.count else { return nil }
    var table: [Float] = []
    table.reserveCapacity(count * order.count)
    for row in 0..<count {
      for column in order { table.append(values[row * columns.count + column]) }
    }
    return FeatureTable(table, columns: classes.count)
  }

  /// The first class without a column.
  func missing(of classes: [String]) -> String? { classes.first { columns[$0] == nil } }
}
