/// Reads rows from CSV with a header; an empty cell is missing, except that a text may be empty.
///
/// Columns are `features.0`, ... or `text`, `label`, `group`, `id`, `expert.NAME` and `class_probability.NAME`.
struct CSVReader {
  private let records: CSVRecords

  init(path: String) throws(FormatError) { records = try CSVRecords(path: path) }

  func read(into builder: inout ExamplesBuilder) throws(FormatError) {
    guard try records.next() else {
      throw records.failure("the header is missing", cure: "name the columns in the first line")
    }
    let header = try CSVHeader(records)
    let features = FloatRow()
    while try records.next() {
      builder.line = records.line
      guard records.count == header.count else {
        throw records.failure(
          "has \(records.count) cells, the header has \(header.count)",
          cure: "give every column a cell, empty where missing")
      }
      for (name, column) in header.experts {
        if let label = try text(column) { try builder.add(expert: name, label: label) }
      }
      if !header.classProbabilities.isEmpty {
        try builder.add(classProbabilities: try classProbabilities(header))
      }
      let (label, id, group) = (try text(header.label), try text(header.id), try text(header.group))
      guard let column = header.text else {
        try features.read(header.features.count) { index throws(FormatError) in
          try number(header.features[index], "features.\(index)")
        }
        try builder.endRow(.features(features.values), label: label, id: id, group: group)
        continue
      }
      _ = try text(column)  // It is UTF-8.
      try records[column].withUnsafeBufferPointer { text throws(FormatError) in
        try builder.endRow(.text(text), label: label, id: id, group: group)
      }
    }
  }

  private func classProbabilities(
    _ header: CSVHeader
  ) throws(FormatError) -> [(name: String, value: Float)] {
    var given: [(name: String, value: Float)] = []
    for (name, column) in header.classProbabilities {
      let value = try number(column, "class_probability.\(name)")
      if let problem = ClassProbabilities.problem(with: value) {
        throw records.failure("class_probability.\(name) \(problem)", cure: "correct it")
      }
      given.append((name, value))
    }
    guard given.contains(where: { $0.value > 0 }) else {
      throw records.failure("the class probabilities \(ClassProbabilities.withoutSum)", cure: "correct them")
    }
    return given
  }

  private func number(_ column: Int, _ name: @autoclosure () -> String) throws(FormatError) -> Float {
    let cell = records[column]
    guard !cell.isEmpty else {
      throw records.failure("\(name()) is empty", cure: "give it a number in every row")
    }
    guard let number = DecimalNumber.parse(cell) else {
      let text = String(decoding: cell.prefix(40), as: UTF8.self)
      throw records.failure(
        "\(name()) is \"\(text)\", which is no number", cure: "give a finite number")
    }
    let float = Float(number)
    guard float.isFinite else {
      throw records.failure(
        "\(name()) is beyond the range of a 32-bit float", cure: "scale the column")
    }
    return float
  }

  private func text(_ column: Int?) throws(FormatError) -> String? {
    guard let column, !records[column].isEmpty else { return nil }
    guard let text = String(validating: records[column], as: UTF8.self) else {
      throw records.failure("cell \(column + 1) is not UTF-8", cure: "save the file as UTF-8")
    }
    return text
  }
}
