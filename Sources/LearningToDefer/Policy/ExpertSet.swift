/// A set of experts by index, `0..<capacity`; no allocation up to 64 of them.
package struct ExpertSet: Hashable, Sendable {
  /// The number of experts there are.
  package let capacity: Int
  private var first: UInt64 = 0
  private var rest: [UInt64]

  /// Makes an empty set.
  package init(of capacity: Int) {
    precondition(capacity >= 0, "a number of experts is not negative")
    self.capacity = capacity
    rest = capacity > 64 ? [UInt64](repeating: 0, count: (capacity - 1) / 64) : []
  }

  /// Makes the set of all experts.
  package init(all capacity: Int) {
    self.init(of: capacity)
    first = Self.mask(min(capacity, 64))
    for word in rest.indices { rest[word] = Self.mask(min(capacity - 64 * (word + 1), 64)) }
  }

  /// Makes the set of the given indices.
  package init<Indices: Sequence<Int>>(_ indices: Indices, of capacity: Int) {
    self.init(of: capacity)
    for index in indices { insert(index) }
  }

  /// Whether the expert is a member.
  package func contains(_ index: Int) -> Bool {
    check(index)
    let word = index < 64 ? first : rest[index / 64 - 1]
    return word >> UInt64(index % 64) & 1 == 1
  }

  /// Adds an expert.
  package mutating func insert(_ index: Int) {
    check(index)
    let bit: UInt64 = 1 << UInt64(index % 64)
    if index < 64 { first |= bit } else { rest[index / 64 - 1] |= bit }
  }

  /// Takes an expert out.
  package mutating func remove(_ index: Int) {
    check(index)
    let bit: UInt64 = 1 << UInt64(index % 64)
    if index < 64 { first &= ~bit } else { rest[index / 64 - 1] &= ~bit }
  }

  /// The number of members.
  package var count: Int { rest.reduce(first.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// Whether every expert is a member.
  package var isFull: Bool { count == capacity }

  /// Whether nobody is a member.
  package var isEmpty: Bool { count == 0 }

  /// The members in ascending order.
  package var indices: [Int] { (0..<capacity).filter(contains) }

  /// Those who are members of both sets.
  package func intersection(_ other: ExpertSet) -> ExpertSet {
    precondition(capacity == other.capacity, "both sets are of the same experts")
    var result = self
    result.first &= other.first
    for word in rest.indices { result.rest[word] &= other.rest[word] }
    return result
  }

  private func check(_ index: Int) {
    precondition(index >= 0 && index < capacity, "an expert's index is below the number of experts")
  }

  private static func mask(_ bits: Int) -> UInt64 { bits == 64 ? .max : (1 << UInt64(bits)) - 1 }
}
