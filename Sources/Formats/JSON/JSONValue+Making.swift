extension JSONValue {
  /// A number, or null.
  package static func orNull(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }

  /// A count.
  package static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// An object from pairs in the order written.
  package static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { JSONMember($0.key, $0.value) })
  }
}
