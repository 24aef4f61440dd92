import LearningToDefer

/// Gathers rows that a text file gives one by one, names turned into numbers on the way.
struct ExamplesBuilder {
  /// The place that errors name: the line being read.
  var line = 0

  private let path: String
  private let groupBy: GroupRule?
  private var classes: NameTable
  private var experts: NameTable
  private var inputs = InputColumns()
  private var labels: [Int32] = []
  /// The experts' labels of all rows one after the other, and where each row's end.
  private var expertLabels: [(expert: Int32, label: Int32)] = []
  private var expertLabelEnds: [Int] = []
  private var classProbabilities = ClassProbabilityRows()
  private var groups: [UInt64] = []
  private var ids: [String] = []
  private var hasIDs = false
  private var ignored: [String: Int] = [:]

  init(path: String, classes: [String]?, experts: [String]?, groupBy: GroupRule?) {
    self.path = path
    self.groupBy = groupBy
    self.classes = NameTable(classes)
    self.experts = NameTable(experts)
  }

  /// The number of features of every row; nil before the first.
  var dimension: Int? { inputs.dimension }

  /// Adds an expert's label to the row that `endRow` will end.
  mutating func add(expert name: String, label: String) throws(FormatError) {
    guard let expert = try number(ofExpert: name) else {
      ignored[name, default: 0] += 1
      return
    }
    expertLabels.append((expert, try number(ofClass: label, "the label of expert \(name)")))
  }

  /// Adds the class probabilities of the row that `endRow` will end.
  mutating func add(classProbabilities row: [(name: String, value: Float)]) throws(FormatError) {
    guard classProbabilities.count == labels.count else {
      throw failure(
        "has class probabilities, the rows before it have none", cure: "give them to every row or to none")
    }
    for (name, _) in row { _ = try number(ofClass: name, "a class probability's class") }
    if let problem = classProbabilities.add(row) {
      throw failure("the class probabilities \(problem)", cure: "give every class one in every row")
    }
  }

  /// Ends a row.
  mutating func endRow(
    _ input: RowInput, label: String?, id: String?, group: String?
  ) throws(FormatError) {
    do throws(InputColumns.Refusal) {
      try inputs.append(input)
    } catch {
      throw failure(error.problem, cure: error.cure)
    }
    groups.append(try hash(id: id, group: group))
    labels.append(try label.map { name throws(FormatError) in try number(ofClass: name, "label") } ?? -1)
    expertLabelEnds.append(expertLabels.count)
    ids.append(id ?? "")
    hasIDs = hasIDs || id != nil
    guard classProbabilities.count == 0 || classProbabilities.count == labels.count else {
      throw failure(
        "has no class probabilities, the rows before it have", cure: "give them to every row or to none")
    }
  }

  /// An error about the row being read.
  func failure(_ problem: String, at pointer: String? = nil, cure: String) -> FormatError {
    let place = "line \(line)" + (pointer.map { ", " + $0 } ?? "")
    return FormatError(file: path, place: place, problem: problem, cure: cure)
  }

  /// Joins the rows, classes and experts sorted by name where no order was given.
  consuming func finish() throws(FormatError) -> ExamplesReading {
    let classOrder = classes.sort()
    let expertOrder = experts.sort()
    let width = experts.names.count
    var dense = [Int32](repeating: -1, count: labels.count * width)
    var start = 0
    for (row, end) in expertLabelEnds.enumerated() {
      for (expert, label) in expertLabels[start..<end] {
        dense[row * width + Int(expertOrder[Int(expert)])] = classOrder[Int(label)]
      }
      start = end
    }
    guard let input = inputs.table else {
      throw FormatError(file: path, problem: "has no rows", cure: "give at least one row")
    }
    let examples = Examples(
      classes: classes.names, experts: experts.names, input: input,
      labels: labels.map { $0 < 0 ? -1 : classOrder[Int($0)] }, expertLabels: dense,
      classProbabilities: try classProbabilityTable(), groups: groups, ids: hasIDs ? ids : nil)
    return ExamplesReading(examples: examples, ignoredExperts: ignored)
  }

  private func classProbabilityTable() throws(FormatError) -> FeatureTable? {
    guard classProbabilities.count > 0 else { return nil }
    if let table = classProbabilities.table(classes: classes.names) { return table }
    throw FormatError(
      file: path,
      problem:
        "the class probabilities lack the class \(classProbabilities.missing(of: classes.names) ?? "")",
      cure: "give every class one in every row")
  }

  private mutating func number(ofExpert name: String) throws(FormatError) -> Int32? {
    if let known = experts.known(name) { return known }
    if let problem = ignored[name] == nil ? ExpertName.problem(with: name) : nil {
      throw failure(problem, cure: "rename the expert")
    }
    return experts.number(of: name)
  }

  private mutating func number(ofClass name: String, _ field: String) throws(FormatError) -> Int32 {
    guard !name.isEmpty else { throw failure("\(field) is empty", cure: "leave it out, or give a class") }
    if let number = classes.number(of: name) { return number }
    let known = classes.names.prefix(12).joined(separator: ", ")
    throw failure(
      "\(field) is the unknown class \"\(name.prefix(80))\" (known: \(known))",
      cure: "correct it, or name it among the classes")
  }

  private func hash(id: String?, group: String?) throws(FormatError) -> UInt64 {
    guard let groupBy else {
      return FoldHash.of(group ?? id ?? String(labels.count))
    }
    guard let id else { throw failure("has no id, which \(groupBy) needs", cure: "give every row an id") }
    guard let prefix = groupBy.group(of: id) else {
      throw failure(
        "the id \"\(id.prefix(80))\" holds no \"\(groupBy.separator)\", which \(groupBy) needs",
        cure: "correct the id or the rule")
    }
    return FoldHash.of(prefix.utf8)
  }
}
