/// One `name*copies=kind(arguments)`, taken apart.
struct SpecificationPart {
  private let name: String
  private let copies: Int?
  private let kind: String
  private let arguments: [String]

  init(_ part: String) throws(SimulationError) {
    guard let equals = part.firstIndex(of: "=") else {
      throw .malformed(part: part, problem: "there is no =")
    }
    (name, copies) = try Self.names(part[..<equals])
    let call = trimmed(part[part.index(after: equals)...])
    guard let open = call.firstIndex(of: "(") else {
      kind = call
      arguments = []
      return
    }
    guard call.last == ")", call.filter({ $0 == "(" }).count == 1, call.filter({ $0 == ")" }).count == 1
    else { throw .malformed(part: part, problem: "the parentheses do not match") }
    kind = trimmed(call[..<open])
    let inside = call[call.index(after: open)...].dropLast()
    arguments =
      trimmed(inside).isEmpty
      ? [] : inside.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
  }

  func experts(classes: [String], sources: [String]) throws(SimulationError) -> [SimulatedExpert] {
    let kind = try kind(classes: classes, sources: sources)
    let names = copies.map { copies in (1...copies).map { "\(name)-\($0)" } } ?? [name]
    for name in names where !Self.isUsable(name) { throw .name(name) }
    return names.map { SimulatedExpert(name: $0, kind: kind) }
  }

  private func kind(classes: [String], sources: [String]) throws(SimulationError) -> SimulatedExpert.Kind {
    switch kind {
    case "random":
      try expect(0...0, "no arguments")
      return .random
    case "specialist":
      try expect(2...3, "(p; classes) or (p; classes; p_elsewhere)")
      return .specialist(
        probability: try probability(arguments[0]), classes: try indices(arguments[1], of: classes),
        probabilityElsewhere: arguments.count > 2 ? try probability(arguments[2]) : nil)
    case "oracle":
      try expect(2...2, "(classes; p_elsewhere)")
      return .oracle(
        classes: try indices(arguments[0], of: classes), probabilityElsewhere: try probability(arguments[1]))
    case "flip":
      try expect(2...2, "(p; source)")
      return .flip(
        probability: try probability(arguments[0]), source: try source(arguments[1], of: sources))
    case "probabilistic":
      try expect(2...2, "(p; source)")
      return .probabilistic(
        probability: try probability(arguments[0]), source: try source(arguments[1], of: sources))
    default:
      throw .unknownKind(name: name, kind: kind)
    }
  }

  private func expect(_ counts: ClosedRange<Int>, _ expected: String) throws(SimulationError) {
    guard counts.contains(arguments.count) else {
      throw .arguments(name: name, kind: kind, expected: expected, found: arguments.count)
    }
  }

  private func probability(_ text: String) throws(SimulationError) -> Double {
    guard let value = Double(text), value >= 0, value <= 1 else {
      throw .probability(name: name, found: text)
    }
    return value
  }

  private func source(_ text: String, of sources: [String]) throws(SimulationError) -> Int {
    guard let index = sources.firstIndex(of: text) else { throw .unknownSource(name: name, source: text) }
    return index
  }

  private func indices(_ text: String, of classes: [String]) throws(SimulationError) -> Set<Int> {
    var indices: Set<Int> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed) {
      if let index = classes.firstIndex(of: item) {
        indices.insert(index)
      } else {
        indices.formUnion(try range(item, of: classes))
      }
    }
    return indices
  }

  /// `a-b`, where both ends and all between them are classes.
  private func range(_ text: String, of classes: [String]) throws(SimulationError) -> [Int] {
    let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
    let ends = pieces.compactMap { Int($0) }
    guard pieces.count == 2, ends.count == 2, ends[0] <= ends[1], ends[1] - ends[0] < classes.count else {
      throw .unknownClass(name: name, label: text)
    }
    var indices: [Int] = []
    for number in ends[0]...ends[1] {
      guard let index = classes.firstIndex(of: String(number)) else {
        throw .unknownClass(name: name, label: String(number))
      }
      indices.append(index)
    }
    return indices
  }

  private static func names(_ text: Substring) throws(SimulationError) -> (String, Int?) {
    let pieces = text.split(separator: "*", omittingEmptySubsequences: false).map(trimmed)
    guard isUsable(pieces[0]) else { throw .name(pieces[0]) }
    guard pieces.count > 1 else { return (pieces[0], nil) }
    guard pieces.count == 2, let copies = Int(pieces[1]), copies >= 1, copies <= 1000 else {
      throw .copies(name: pieces[0], found: pieces.dropFirst().joined(separator: "*"))
    }
    return (pieces[0], copies)
  }

  private static func isUsable(_ name: String) -> Bool {
    let allowed = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return allowed && (1...64).contains(name.utf8.count) && name != "classifier" && name != "mean"
  }
}

/// Takes white space off both ends.
func trimmed(_ text: some StringProtocol) -> String {
  var rest = Substring(text)
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}
