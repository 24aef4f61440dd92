/// What a Range field asks for (RFC 9110, section 14.2).
package enum RangeSet: Equatable, Sendable {
  /// All of it: there is no field, or one that is ignored.
  case whole
  /// These stretches, in the order asked for; none is empty.
  case parts([Range<Int>])
  /// Nothing that there is: 416.
  case unsatisfiable

  /// Reads a field for a representation of `size` bytes.
  ///
  /// Ignored are other units, malformed fields and, as sections 14.2 and 17.15 advise, sets that cost more than
  /// they can be worth: more than `limit` stretches, or stretches that overlap.
  package init(_ field: String, size: Int, limit: Int) {
    self = .whole
    let text = Array(field.utf8)
    let unit = "bytes="
    guard text.count > unit.utf8.count, zip(text, unit.utf8).allSatisfy({ FieldName.lowercase($0) == $1 })
    else { return }
    var count = 0
    var parts: [Range<Int>] = []
    let isValid = text[unit.utf8.count...].withUnsafeBytes { value in
      for element in ListField(value) {
        guard let part = Self.part(element, size: size) else { return false }
        count += 1
        guard count <= limit else { return false }
        if !part.isEmpty { parts.append(part) }
      }
      return count > 0
    }
    guard isValid else { return }
    if !parts.isEmpty {
      if Self.areApart(parts) { self = .parts(parts) }
    } else if size > 0 || !Self.asksForSuffix(text) {
      self = .unsatisfiable
    }
  }

  /// One stretch, empty where it lies beyond the end; nil where it is malformed.
  private static func part(_ element: UnsafeRawBufferPointer, size: Int) -> Range<Int>? {
    guard let dash = element.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let first = UnsafeRawBufferPointer(rebasing: element[..<dash])
    let last = UnsafeRawBufferPointer(rebasing: element[(dash + 1)...])
    if first.isEmpty {
      guard let suffix = number(last) else { return nil }
      return size - min(suffix, size)..<size
    }
    guard let start = number(first) else { return nil }
    guard !last.isEmpty else { return min(start, size)..<size }
    guard let end = number(last), start <= end else { return nil }
    return min(start, size)..<min(end, size - 1) + 1
  }

  /// Digits only; what exceeds an integer's range is the largest one.
  private static func number(_ digits: UnsafeRawBufferPointer) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy(CharacterClass.isDigit) else { return nil }
    var number = 0
    for digit in digits {
      let (product, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if overflow || carry { return .max }
      number = sum
    }
    return number
  }

  /// A suffix of nothing can be satisfied, though by no 206 (section 14.1.2).
  private static func asksForSuffix(_ text: [UInt8]) -> Bool {
    text.split { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ",") }.contains { element in
      let bytes = element.drop(while: CharacterClass.isWhitespace)
      return bytes.first == UInt8(ascii: "-")
        && bytes.contains { $0 > UInt8(ascii: "0") && CharacterClass.isDigit($0) }
    }
  }

  private static func areApart(_ parts: [Range<Int>]) -> Bool {
    let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
    return zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
  }
}
