import LearningToDefer

/// Reads the class probabilities that come with the rows of a safetensors file.
struct SafetensorsClassProbabilities {
  private let file: SafetensorsFile
  private let names: SafetensorsNames
  private let name = ExamplesTensor.classProbabilities

  init(_ file: SafetensorsFile, names: SafetensorsNames) {
    self.file = file
    self.names = names
  }

  /// The probabilities `[rows, K]` in the order of the classes wished for; nil for a file without any.
  func read(rows: Int) throws(FormatError) -> FeatureTable? {
    guard file.tensors[name] != nil else { return nil }
    let columns = try names.classColumns(of: name)
    try file.check(name, shape: [rows, columns.count])
    let values = try file.floats(name)
    var ordered: [Float] = []
    ordered.reserveCapacity(values.count)
    for row in 0..<rows {
      let own = values[row * columns.count..<(row + 1) * columns.count]
      try check(own, row: row)
      for column in columns { ordered.append(own[own.startIndex + column]) }
    }
    return FeatureTable(ordered, columns: columns.count)
  }

  private func check(_ values: ArraySlice<Float>, row: Int) throws(FormatError) {
    for (column, value) in values.enumerated() {
      guard let problem = ClassProbabilities.problem(with: value) else { continue }
      throw file.failure("\(name)[\(row), \(column)]", problem, cure: "correct it, or leave the row out")
    }
    guard values.contains(where: { $0 > 0 }) else {
      throw file.failure(
        "\(name)[\(row)]", ClassProbabilities.withoutSum, cure: "correct them, or leave the row out")
    }
  }
}
