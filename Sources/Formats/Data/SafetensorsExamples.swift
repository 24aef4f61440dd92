import LearningToDefer

/// Reads rows from a safetensors file; the features stay where they are mapped.
struct SafetensorsExamples {
  private let file: SafetensorsFile
  private let names: SafetensorsNames
  private let groupBy: GroupRule?

  init(_ path: String, classes: [String]?, experts: [String]?, groupBy: GroupRule?) throws(FormatError) {
    file = try SafetensorsFile.map(path)
    names = try SafetensorsNames(file, classes: classes, experts: experts)
    self.groupBy = groupBy
    if let stranger = file.tensors.keys.filter({ !ExamplesTensor.all.contains($0) }).min() {
      throw file.failure(
        stranger, "is no tensor of a data file",
        cure: "tensors are \(ExamplesTensor.all.sorted().joined(separator: ", "))")
    }
  }

  func read() throws(FormatError) -> ExamplesReading {
    let (input, rows) = try input()
    let labels = try labels(rows: rows)
    let (expertLabels, ignored) = try expertLabels(rows: rows)
    let ids = try SafetensorsStrings.readIDs(file, rows: rows)
    let examples = Examples(
      classes: names.classes, experts: names.experts, input: input, labels: labels,
      expertLabels: expertLabels,
      classProbabilities: try SafetensorsClassProbabilities(file, names: names).read(rows: rows),
      groups: try groups(rows: rows, ids: ids), ids: ids)
    return ExamplesReading(examples: examples, ignoredExperts: ignored)
  }

  private func input() throws(FormatError) -> (InputTable, rows: Int) {
    if let texts = try texts() { return (.texts(texts), texts.rows) }
    let features = try features()
    return (.features(features), features.rows)
  }

  private func texts() throws(FormatError) -> TextTable? {
    guard let texts = try SafetensorsStrings.readTexts(file) else { return nil }
    guard file.tensors[ExamplesTensor.features] == nil else {
      throw file.failure(
        ExamplesTensor.features, "stands beside \(ExamplesTensor.texts)", cure: "keep one kind of input")
    }
    guard texts.rows > 0 else {
      throw file.failure(ExamplesTensor.textOffsets, "tells of no row", cure: "give at least one")
    }
    return texts
  }

  private func features() throws(FormatError) -> FeatureTable {
    let name = ExamplesTensor.features
    try file.check(name, shape: [nil, nil])
    let tensor = try file.tensor(name)
    guard tensor.shape[0] > 0, tensor.shape[1] > 0 else {
      throw file.failure(name, "is empty, \(tensor.shape)", cure: "give at least one row and one feature")
    }
    if tensor.type == .float64 {
      throw file.failure(name, "is F64 where F32 is expected", cure: "save it with .astype(numpy.float32)")
    }
    let table =
      try tensor.type == .float32 ? mapped(tensor) : FeatureTable(file.floats(name), columns: tensor.shape[1])
    try checkFinite(table)
    return table
  }

  private func mapped(_ tensor: SafetensorsFile.Tensor) throws(FormatError) -> FeatureTable {
    try file.withBytes(of: tensor) { bytes throws(FormatError) in
      guard let base = bytes.baseAddress else {
        throw file.failure(ExamplesTensor.features, "is empty", cure: "give rows")
      }
      return FeatureTable(memory: base, rows: tensor.shape[0], columns: tensor.shape[1], owner: file.file)
    }
  }

  /// One pass over all features, at the speed that their pages come in.
  private func checkFinite(_ table: FeatureTable) throws(FormatError) {
    for row in 0..<table.rows {
      let column = table.withRow(row) { values in
        // Adding up the flags lets the loop run in vector registers; the search is for the error alone.
        let strange = values.reduce(0) { $0 &+ ($1.isFinite ? 0 : 1) }
        return strange == 0 ? nil : values.firstIndex { !$0.isFinite }
      }
      guard let column else { continue }
      let value = table.withRow(row) { $0[column] }
      throw file.failure(
        "\(ExamplesTensor.features)[\(row), \(column)]", "is \(value)",
        cure: "give finite numbers, or leave the row out")
    }
  }

  private func labels(rows: Int) throws(FormatError) -> [Int32] {
    let name = ExamplesTensor.labels
    guard file.tensors[name] != nil else { return [Int32](repeating: -1, count: rows) }
    try file.check(name, shape: [rows])
    var labels = [Int32](repeating: -1, count: rows)
    for (row, label) in try file.int64s(name).enumerated() where label != -1 {
      labels[row] = try names.number(ofClass: label, at: "\(name)[\(row)]")
    }
    return labels
  }

  private func expertLabels(rows: Int) throws(FormatError) -> (labels: [Int32], ignored: [String: Int]) {
    let name = ExamplesTensor.experts
    let width = names.experts.count
    var labels = [Int32](repeating: -1, count: rows * width)
    var ignored: [String: Int] = [:]
    guard file.tensors[name] != nil else { return (labels, ignored) }
    try file.check(name, shape: [rows, names.columns.count])
    for (index, label) in try file.int64s(name).enumerated() where label != -1 {
      let (row, column) = index.quotientAndRemainder(dividingBy: names.columns.count)
      let (expert, place) = names.columns[column]
      guard let place else {
        ignored[expert, default: 0] += 1
        continue
      }
      labels[row * width + place] = try names.number(ofClass: label, at: "\(name)[\(row), \(column)]")
    }
    return (labels, ignored)
  }

  private func groups(rows: Int, ids: [String]?) throws(FormatError) -> [UInt64] {
    if let groupBy { return try groups(by: groupBy, ids: ids) }
    if file.tensors[ExamplesTensor.groupHashes] != nil {
      try file.check(ExamplesTensor.groupHashes, shape: [rows])
      return try file.int64s(ExamplesTensor.groupHashes).map(UInt64.init(bitPattern:))
    }
    if file.tensors[ExamplesTensor.groups] != nil {
      try file.check(ExamplesTensor.groups, shape: [rows])
      return try file.int64s(ExamplesTensor.groups).map { FoldHash.of(String($0)) }
    }
    return (0..<rows).map { row in
      let id = ids?[row] ?? ""
      return FoldHash.of(id.isEmpty ? String(row) : id)
    }
  }

  private func groups(by rule: GroupRule, ids: [String]?) throws(FormatError) -> [UInt64] {
    guard let ids else {
      throw file.failure(
        ExamplesTensor.idOffsets, "is missing: \(rule) needs ids",
        cure: "use JSON Lines or CSV with ids, or groups in the file")
    }
    var groups: [UInt64] = []
    for (row, id) in ids.enumerated() {
      guard let prefix = rule.group(of: id) else {
        throw FormatError(
          file: file.path, place: "row \(row)",
          problem: "the id \"\(id.prefix(80))\" holds no \"\(rule.separator)\", which \(rule) needs",
          cure: "correct the id or the rule")
      }
      groups.append(FoldHash.of(prefix.utf8))
    }
    return groups
  }
}
