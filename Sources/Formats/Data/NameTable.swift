/// Turns names into numbers: those of a given list, or new ones as they are met.
struct NameTable {
  private(set) var names: [String]
  private var numbers: [String: Int32]
  /// Whether the list was given, so that no name is added.
  let isFixed: Bool

  init(_ given: [String]?) {
    names = given ?? []
    numbers = Dictionary(names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    isFixed = given != nil
  }

  /// The number of `name` if it has one already.
  func known(_ name: String) -> Int32? { numbers[name] }

  /// The number of `name`; nil when a given list does not hold it.
  mutating func number(of name: String) -> Int32? {
    if let number = numbers[name] { return number }
    guard !isFixed else { return nil }
    let number = Int32(names.count)
    numbers[name] = number
    names.append(name)
    return number
  }

  /// Sorts names that were met by their UTF-8; returns each old number's new one.
  mutating func sort() -> [Int32] {
    guard !isFixed else { return names.indices.map(Int32.init) }
    let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    var renumbered = [Int32](repeating: 0, count: names.count)
    for (new, old) in order.enumerated() { renumbered[old] = Int32(new) }
    names = order.map { names[$0] }
    numbers = Dictionary(names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    return renumbered
  }
}
