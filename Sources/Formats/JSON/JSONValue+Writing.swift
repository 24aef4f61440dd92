extension JSONValue {
  /// Writes the value as UTF-8; `pretty` indents by two, with arrays of plain values on one line.
  package func serialise(pretty: Bool = false) -> [UInt8] {
    if pretty { return Array((indented(by: "") + "\n").utf8) }
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// Whether the value has nothing inside it.
  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func indented(by margin: String) -> String {
    let inner = margin + "  "
    switch self {
    case .array(let values) where !values.isEmpty && !values.allSatisfy(\.isPlain):
      return "[\n" + values.map { inner + $0.indented(by: inner) }.joined(separator: ",\n") + "\n\(margin)]"
    case .array(let values):
      return "[" + values.map { $0.indented(by: "") }.joined(separator: ", ") + "]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map {
        inner + JSONValue.string($0.key).compact + ": " + $0.value.indented(by: inner)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
    default: return compact
    }
  }

  private var compact: String { String(decoding: serialise(), as: UTF8.self) }
}

extension JSONWriter {
  /// Writes a value and all below it.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .integer(let value): int(value)
    case .number(let value): double(value)
    case .string(let value): string(value)
    case .array(let values):
      beginArray()
      for value in values { self.value(value) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }
}
