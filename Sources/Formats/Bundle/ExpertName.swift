/// What an expert may be called.
package enum ExpertName {
  /// Names that are keys in reports.
  package static let reserved: Set<String> = ["classifier", "mean"]

  /// Why `name` cannot be an expert's, or nil when it can.
  package static func problem(with name: String) -> String? {
    if reserved.contains(name) { return "the name \(name) is reserved for reports" }
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(isAllowed) else {
      return "'\(name.prefix(80))' is no expert id: 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'"
    }
    return nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
