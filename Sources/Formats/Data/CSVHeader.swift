/// Tells what the columns of a CSV file hold.
struct CSVHeader {
  private static let classProbability = "class_probability."

  /// The number of columns.
  let count: Int
  /// The column of each feature, in the features' order.
  private(set) var features: [Int] = []
  private(set) var experts: [(name: String, column: Int)] = []
  private(set) var classProbabilities: [(name: String, column: Int)] = []
  private(set) var text: Int?
  private(set) var label: Int?
  private(set) var id: Int?
  private(set) var group: Int?

  /// Reads the record that `records` stands at.
  init(_ records: CSVRecords) throws(FormatError) {
    count = records.count
    var numbered: [Int: Int] = [:]
    var seen = Set<String>()
    for column in 0..<records.count {
      let name = String(decoding: records[column], as: UTF8.self)
      guard seen.insert(name).inserted else {
        throw records.failure(
          "the column \"\(name.prefix(80))\" is there twice", cure: "name each column once")
      }
      switch name {
      case "text": text = column
      case "label": label = column
      case "id": id = column
      case "group": group = column
      default:
        if let number = Self.number(of: name) {
          numbered[number] = column
        } else if name.hasPrefix("expert.") {
          experts.append((try Self.expert(in: name, records), column))
        } else if name.hasPrefix(Self.classProbability) {
          classProbabilities.append((String(name.dropFirst(Self.classProbability.count)), column))
        } else {
          throw records.failure(
            "the column \"\(name.prefix(80))\" is unknown",
            cure:
              "columns are features.0, features.1, ... or text, label, id, group, expert.NAME and class_probability.NAME"
          )
        }
      }
    }
    try place(numbered, records)
  }

  private mutating func place(_ numbered: [Int: Int], _ records: CSVRecords) throws(FormatError) {
    for number in 0..<numbered.count {
      guard let column = numbered[number] else {
        throw records.failure(
          "the column features.\(number) is missing", cure: "number the features from 0 without gaps")
      }
      features.append(column)
    }
    guard features.isEmpty != (text == nil) else {
      throw features.isEmpty
        ? records.failure("no column is named features.0 or text", cure: "name the input's columns so")
        : records.failure(
          "the columns features.0 and text stand side by side", cure: "keep one kind of input")
    }
  }

  private static func expert(in column: String, _ records: CSVRecords) throws(FormatError) -> String {
    let name = String(column.dropFirst("expert.".count))
    if let problem = ExpertName.problem(with: name) {
      throw records.failure(problem, cure: "rename the expert's column")
    }
    return name
  }

  /// The number in `features.N`, written plainly.
  private static func number(of name: String) -> Int? {
    guard name.hasPrefix("features."), let number = Int(name.dropFirst(9)), number >= 0,
      name == "features.\(number)"
    else { return nil }
    return number
  }
}
