/// A JSON document as a value, for manifests and settings; not for the decision path.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// Parses a whole document.
  ///
  /// - Throws: `JSONError` as `JSONParser.parse` does, and for keys that stand twice at any level.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    try JSONValue(JSONParser().parse(bytes))
  }

  /// Parses a whole document held in an array.
  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try JSONValue(JSONParser().parse(bytes))
  }

  /// Copies an element and all below it.
  ///
  /// - Throws: `JSONError` for a key that stands twice.
  package init(_ element: JSONElement) throws(JSONError) {
    switch element.kind {
    case .null: self = .null
    case .bool: self = .bool(try element.bool)
    case .integer:
      if let whole = try? element.int64 { self = .integer(whole) } else { self = .number(try element.double) }
    case .number: self = .number(try element.double)
    case .string: self = .string(try element.string)
    case .array:
      var values: [JSONValue] = []
      try element.forEachElement { item throws(JSONError) in values.append(try JSONValue(item)) }
      self = .array(values)
    case .object:
      var members: [JSONMember] = []
      try element.forEachMember { key, value throws(JSONError) in
        members.append(JSONMember(key.string, try JSONValue(value)))
      }
      self = .object(members)
    }
  }

  /// The member of an object named `key`; setting nil removes it, a new one goes last.
  package subscript(key: String) -> JSONValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.key == key }?.value
    }
    set {
      guard case .object(var members) = self else { return }
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(JSONMember(key, value))
      case (nil, nil): return
      }
      self = .object(members)
    }
  }

  /// The string, or nil when the value is something else.
  package var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The whole number, or nil when the value is something else.
  package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

  /// The number, whole or not, or nil when the value is something else.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The truth value, or nil when the value is something else.
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements, or nil when the value is no array.
  package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The members in order, or nil when the value is no object.
  package var members: [JSONMember]? { if case .object(let members) = self { members } else { nil } }
}

/// One named value of an object.
package struct JSONMember: Sendable, Equatable {
  /// The member's name.
  package let key: String
  /// The member's value.
  package var value: JSONValue

  /// Makes a member.
  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}
