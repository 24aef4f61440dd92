/// Writes metrics in Prometheus's text format.
struct MetricsPage {
  private(set) var text = ""

  /// Begins a metric; its samples follow.
  mutating func begin(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  /// Appends one sample.
  mutating func sample(
    _ name: String, _ labels: [(String, String)] = [], _ value: some CustomStringConvertible
  ) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
    }
    text += " \(value)\n"
  }

  /// Appends a metric with a single sample.
  mutating func single(_ name: String, _ type: String, _ help: String, _ value: some CustomStringConvertible)
  {
    begin(name, type, help)
    sample(name, [], value)
  }

  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for character in value {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
