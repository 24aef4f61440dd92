import LearningToDefer

/// Matches the classes and experts of a safetensors file, by its metadata, with those wished for.
struct SafetensorsNames {
  /// The classes that labels become indices of.
  let classes: [String]
  /// The experts that columns are matched with.
  let experts: [String]
  /// For each column of the file its expert, and that one's index among those wished for.
  let columns: [(expert: String, place: Int?)]

  private let file: SafetensorsFile
  /// For each class of the file its name, and its index among those wished for.
  private let fileClasses: [(name: String, place: Int32?)]

  init(_ file: SafetensorsFile, classes: [String]?, experts: [String]?) throws(FormatError) {
    self.file = file
    let ownClasses = try Self.list(file, "classes")
    let ownExperts = try Self.list(file, "experts")
    for expert in ownExperts ?? [] {
      if let problem = ExpertName.problem(with: expert) { throw Self.failure(file, "experts", problem) }
    }
    guard let named = ownClasses ?? classes else {
      throw Self.failure(file, "classes", "is missing: what the labels stand for is not known")
    }
    let asked = file.tensors[ExamplesTensor.experts] != nil
    guard let columns = ownExperts ?? experts ?? (asked ? nil : []) else {
      throw Self.failure(file, "experts", "is missing: whose labels the columns hold is not known")
    }
    self.classes = classes ?? named
    self.experts = experts ?? columns
    let places = Dictionary(
      self.classes.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    fileClasses = named.map { ($0, places[$0]) }
    let expertPlaces = Dictionary(
      self.experts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.columns = columns.map { ($0, expertPlaces[$0]) }
  }

  /// The number, among the classes wished for, of a label in the file.
  func number(ofClass label: Int64, at place: String) throws(FormatError) -> Int32 {
    guard label >= 0, label < Int64(fileClasses.count) else {
      throw file.failure(
        place, "is \(label): labels are -1 (unknown) or 0 to \(fileClasses.count - 1)",
        cure: "correct the label or the metadata's classes")
    }
    let (name, number) = fileClasses[Int(label)]
    guard let number else {
      let known = classes.prefix(12).joined(separator: ", ")
      throw file.failure(
        place, "is the unknown class \"\(name.prefix(80))\" (known: \(known))",
        cure: "correct it, or name it among the classes")
    }
    return number
  }

  /// The file's column of each class wished for, where every one of those is in the file and no other.
  func classColumns(of tensor: String) throws(FormatError) -> [Int] {
    if let stranger = fileClasses.first(where: { $0.place == nil }) {
      throw file.failure(
        tensor, "has a column of the unknown class \"\(stranger.name.prefix(80))\"",
        cure: "leave the column out, or name the class among the classes")
    }
    let columns = Dictionary(
      fileClasses.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return try classes.map { name throws(FormatError) in
      guard let column = columns[name] else {
        throw file.failure(tensor, "lacks the class \(name)", cure: "give every class a column")
      }
      return column
    }
  }

  /// A JSON list of names that the metadata hold as a string.
  private static func list(_ file: SafetensorsFile, _ key: String) throws(FormatError) -> [String]? {
    guard let text = file.metadata[key] else { return nil }
    var names: [String] = []
    do throws(JSONError) {
      let list = try JSONParser().parse(Array(text.utf8))
      try list.forEachElement { item throws(JSONError) in names.append(try item.string) }
    } catch {
      throw failure(file, key, "is no JSON list of names (\(error))")
    }
    guard Set(names).count == names.count, !names.contains("") else {
      throw failure(file, key, "holds an empty name, or one twice")
    }
    return names
  }

  private static func failure(_ file: SafetensorsFile, _ key: String, _ problem: String) -> FormatError {
    FormatError(
      file: file.path, place: "__metadata__.\(key)", problem: problem,
      cure: "save metadata={\"\(key)\": json.dumps([...])} with the tensors, or give --\(key)")
  }
}
