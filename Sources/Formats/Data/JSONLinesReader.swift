/// Reads JSON Lines: one object a line, blank lines left out.
struct JSONLinesReader {
  private static let fields = "id, features or text, class_probabilities, label, experts and group"

  private let lines: LineReader
  private let parser = JSONParser()

  init(path: String) throws(FormatError) { lines = try LineReader(path: path) }

  func read(into builder: inout ExamplesBuilder) throws(FormatError) {
    let features = FloatRow()
    while let line = try lines.next() {
      builder.line = lines.number
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      try read(line, features, into: &builder)
    }
  }

  private func read(
    _ line: UnsafeRawBufferPointer, _ features: FloatRow, into builder: inout ExamplesBuilder
  ) throws(FormatError) {
    let row: Row
    do throws(JSONError) {
      row = try parse(line, features, dimension: builder.dimension)
    } catch {
      throw builder.failure(error.detail, at: error.pointer, cure: "correct the line")
    }
    for (expert, label) in row.experts { try builder.add(expert: expert, label: label) }
    if let given = row.classProbabilities { try builder.add(classProbabilities: given) }
    try builder.endRow(row.input(features), label: row.label, id: row.id, group: row.group)
  }

  private struct Row {
    var id: String?
    var group: String?
    var label: String?
    var experts: [(expert: String, label: String)] = []
    var classProbabilities: [(name: String, value: Float)]?
    var hasFeatures = false
    var text: UnsafeBufferPointer<UInt8>?

    func input(_ features: FloatRow) -> RowInput {
      text.map(RowInput.text) ?? .features(features.values)
    }
  }

  private func parse(
    _ line: UnsafeRawBufferPointer, _ features: FloatRow, dimension: Int?
  ) throws(JSONError) -> Row {
    var row = Row()
    let root = try parser.parse(line)
    try root.forEachMember { key, value throws(JSONError) in
      switch key {
      case "features":
        try features.read(value, dimension: dimension)
        row.hasFeatures = true
      case "label": row.label = try text(value)
      case "id": row.id = try text(value)
      case "group": row.group = try text(value)
      case "experts":
        try value.forEachMember { name, label throws(JSONError) in
          if let label = try text(label) { row.experts.append((name.string, label)) }
        }
      case "text": row.text = try value.stringBytes
      case "class_probabilities":
        var given: [(name: String, value: Float)] = []
        try value.forEachClassProbability { name, _, value throws(JSONError) in given.append((name, value)) }
        row.classProbabilities = given
      default: throw value.failure("is no field of a row: \(Self.fields)")
      }
    }
    guard row.hasFeatures != (row.text != nil) else {
      throw root.failure(
        row.hasFeatures ? "the row has both features and a text" : "the row has no features and no text")
    }
    return row
  }

  private func text(_ value: JSONElement) throws(JSONError) -> String? {
    if value.isNull { return nil }
    let text = try value.string
    guard !text.isEmpty else { throw value.failure("is an empty string: leave it out or write null") }
    return text
  }
}
