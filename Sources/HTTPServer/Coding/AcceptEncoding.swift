/// Chooses an answer's coding by the request's `Accept-Encoding` (RFC 9110, section 12.5.3).
///
/// The server offers gzip and identity. `deflate` is not offered: clients read two formats under that name, and all
/// that take it take gzip as well.
package enum AcceptEncoding {
  /// A weight in thousandths.
  private typealias Weight = Int

  /// Whether gzip is the best that the field's lines allow; without the field it is not.
  ///
  /// A client that accepts neither coding is sent identity: the header field is disregarded then, as section 12.4.1
  /// allows, for a readable answer helps more than a 406.
  static func prefersGzip(_ head: RequestHead, in start: UnsafeRawPointer) -> Bool {
    var weights = Weights()
    for field in head.fields where field.name.count == 15 {
      guard FieldName.matches(head.bytes(field.name, in: start), "accept-encoding") else { continue }
      weights.note(head.bytes(field.value, in: start))
    }
    return weights.prefersGzip
  }

  /// Whether gzip is the best that a field's value allows.
  package static func prefersGzip(_ value: String) -> Bool {
    var weights = Weights()
    Array(value.utf8).withUnsafeBytes { weights.note($0) }
    return weights.prefersGzip
  }

  /// What the field says of each coding.
  private struct Weights {
    var gzip: Weight?
    var identity: Weight?
    var any: Weight?

    /// Among equals gzip is taken, for the server likes it better.
    ///
    /// An identity that is not named is acceptable,
    /// but nobody asked for it.
    var prefersGzip: Bool {
      guard let gzip = gzip ?? any, gzip > 0 else { return false }
      return gzip >= identity ?? any ?? 0
    }

    mutating func note(_ value: UnsafeRawBufferPointer) {
      for element in ListField(value) {
        var parts = ListField(element, separator: UInt8(ascii: ";"))
        guard let coding = parts.next(), let weight = AcceptEncoding.weight(parts.next()) else { continue }
        if FieldName.matches(coding, "gzip") || FieldName.matches(coding, "x-gzip") {
          gzip = max(gzip ?? 0, weight)
        } else if FieldName.matches(coding, "identity") {
          identity = max(identity ?? 0, weight)
        } else if FieldName.matches(coding, "*") {
          any = max(any ?? 0, weight)
        }
      }
    }
  }

  /// Reads `q=0.5`; one where it is missing, nil where it is malformed (RFC 9110, section 12.4.2).
  private static func weight(_ parameter: UnsafeRawBufferPointer?) -> Weight? {
    guard let parameter else { return 1000 }
    guard parameter.count >= 3, parameter.count <= 7, FieldName.lowercase(parameter[0]) == UInt8(ascii: "q"),
      parameter[1] == UInt8(ascii: "="), parameter[2] &- UInt8(ascii: "0") <= 1
    else { return nil }
    var weight = Int(parameter[2] - UInt8(ascii: "0")) * 1000
    guard parameter.count > 3 else { return weight }
    guard parameter[3] == UInt8(ascii: ".") else { return nil }
    var unit = 100
    for digit in parameter[4...] {
      guard CharacterClass.isDigit(digit) else { return nil }
      weight += Int(digit - UInt8(ascii: "0")) * unit
      unit /= 10
    }
    return weight <= 1000 ? weight : nil
  }
}
