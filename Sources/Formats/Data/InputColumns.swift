import LearningToDefer

/// The inputs of the rows read so far: all of them features, or all of them texts.
struct InputColumns {
  /// What is wrong with a row's input, and the cure.
  struct Refusal: Error {
    let problem: String
    let cure: String
  }

  private enum Kind { case features(columns: Int), text }

  private var kind: Kind?
  private var features: [Float] = []
  private var utf8: [UInt8] = []
  private var ends: [Int] = []

  /// The number of features of every row; nil before the first, and where rows are texts.
  var dimension: Int? {
    if case .features(let columns) = kind { columns } else { nil }
  }

  /// Adds the next row's.
  mutating func append(_ input: RowInput) throws(Refusal) {
    switch input {
    case .features(let row): try append(features: row)
    case .text(let text): try append(text: text)
    }
  }

  private mutating func append(features row: UnsafeBufferPointer<Float>) throws(Refusal) {
    guard !row.isEmpty else { throw Refusal(problem: "has no features", cure: "give at least one") }
    switch kind {
    case .text:
      throw Refusal(
        problem: "has features, the rows before it have a text", cure: "give every row the same kind of input"
      )
    case .features(let columns) where columns != row.count:
      throw Refusal(
        problem: "has \(row.count) features, the rows before it have \(columns)",
        cure: "give every row as many")
    case .features, nil: kind = .features(columns: row.count)
    }
    features.append(contentsOf: row)
  }

  private mutating func append(text: UnsafeBufferPointer<UInt8>) throws(Refusal) {
    if case .features = kind {
      throw Refusal(
        problem: "has a text, the rows before it have features", cure: "give every row the same kind of input"
      )
    }
    guard text.count <= TextInput.byteLimit else {
      throw Refusal(
        problem: "its text \(TextLimit.bytes(text.count).problem)", cure: "shorten it, or leave the row out")
    }
    kind = .text
    utf8.append(contentsOf: text)
    ends.append(utf8.count)
  }

  /// The inputs of all rows; nil without one.
  var table: InputTable? {
    switch kind {
    case .features(let columns): .features(FeatureTable(features, columns: columns))
    case .text: .texts(TextTable(utf8: utf8, ends: ends))
    case nil: nil
    }
  }
}
