extension JSONElement {
  /// Calls `body` with each member of an object, in the order written.
  ///
  /// - Throws: `JSONError` when the value is no object or holds a key twice (before the first call), and what `body` throws.
  package func forEachMember(
    _ body: (_ key: JSONKey, _ value: JSONElement) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard kind == .object else { throw failure("must be an object, not \(noun)") }
    if let duplicate { throw duplicate.failure("is there twice: a key may stand once in an object") }
    var members = JSONMembers(of: self)
    while let (key, value) = members.next() { try body(key, value) }
  }

  /// Calls `body` with each element of an array, in order.
  ///
  /// - Throws: `JSONError` when the value is no array, and what `body` throws.
  package func forEachElement(_ body: (JSONElement) throws(JSONError) -> Void) throws(JSONError) {
    guard kind == .array else { throw failure("must be an array, not \(noun)") }
    var items = JSONItems(of: self)
    while let item = items.next() { try body(item) }
  }

  /// The number of elements of an array or members of an object; 0 for any other kind.
  ///
  /// - Complexity: O(count).
  package var count: Int {
    var count = 0
    switch kind {
    case .array:
      var items = JSONItems(of: self)
      while items.next() != nil { count += 1 }
    case .object:
      var members = JSONMembers(of: self)
      while members.next() != nil { count += 1 }
    default: break
    }
    return count
  }

  /// The member of an object named `name`, or nil.
  ///
  /// - Complexity: O(members).
  package subscript(_ name: String) -> JSONElement? {
    var members = JSONMembers(of: self)
    while let (key, value) = members.next() {
      if key == name { return value }
    }
    return nil
  }

  /// The second member that has one key, if any; small objects are compared pair by pair.
  private var duplicate: JSONElement? {
    var members = JSONMembers(of: self)
    var seen = Set<JSONKey>()
    var position = 0
    while let (key, value) = members.next() {
      if position < 16 {
        if holds(key, before: position) { return value }
      } else {
        if seen.isEmpty { seen = firstKeys(position) }
        if !seen.insert(key).inserted { return value }
      }
      position += 1
    }
    return nil
  }

  private func holds(_ key: JSONKey, before position: Int) -> Bool {
    var members = JSONMembers(of: self)
    for _ in 0..<position where members.next()?.key == key { return true }
    return false
  }

  private func firstKeys(_ count: Int) -> Set<JSONKey> {
    var members = JSONMembers(of: self)
    var keys = Set<JSONKey>()
    for _ in 0..<count {
      if let (key, _) = members.next() { keys.insert(key) }
    }
    return keys
  }
}

/// Steps over an object's members; over nothing when the value is no object.
struct JSONMembers: IteratorProtocol {
  private var current: JSONElement
  private let end: Int

  init(of object: JSONElement) {
    let isObject = object.kind == .object
    current = object.at(object.index + 1)
    end = isObject ? object.end - 1 : object.index + 1
  }

  mutating func next() -> (key: JSONKey, value: JSONElement)? {
    guard current.index < end else { return nil }
    let key = JSONKey(utf8: current.utf8)
    let value = current.at(current.index + 1)
    current = value.at(value.end)
    return (key, value)
  }
}

/// Steps over an array's elements; over nothing when the value is no array.
struct JSONItems: IteratorProtocol {
  private var current: JSONElement
  private let end: Int

  init(of array: JSONElement) {
    let isArray = array.kind == .array
    current = array.at(array.index + 1)
    end = isArray ? array.end - 1 : array.index + 1
  }

  mutating func next() -> JSONElement? {
    guard current.index < end else { return nil }
    let item = current
    current = item.at(item.end)
    return item
  }
}
