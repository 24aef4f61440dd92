/// One value of a parsed document: an index into simdjson's tape.
///
/// The tape (simdjson, doc/tape.md) is a row of 64-bit words, a letter in the top byte and a payload in the rest:
/// containers hold the index behind their end, strings an offset, numbers the next word. Valid until the parser's
/// next `parse`; it keeps its parser alive.
package struct JSONElement {
  /// What a JSON value is; numbers without a fraction or exponent are `integer`.
  package enum Kind: Sendable { case object, array, string, integer, number, bool, null }

  let parser: JSONParser
  let tape: UnsafePointer<UInt64>
  let strings: UnsafePointer<UInt8>
  let index: Int

  /// The value's kind.
  package var kind: Kind {
    switch letter {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "l"), UInt8(ascii: "u"): .integer
    case UInt8(ascii: "d"): .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
    default: .null
    }
  }

  /// Whether the value is `null`.
  package var isNull: Bool { letter == UInt8(ascii: "n") }

  var letter: UInt8 { UInt8(tape[index] >> 56) }

  private var payload: Int { Int(tape[index] & 0x00FF_FFFF_FFFF_FFFF) }

  /// The index of the word behind this value.
  var end: Int {
    switch letter {
    case UInt8(ascii: "{"), UInt8(ascii: "["): Int(UInt32(truncatingIfNeeded: tape[index]))
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
    default: index + 1
    }
  }

  func at(_ index: Int) -> JSONElement {
    JSONElement(parser: parser, tape: tape, strings: strings, index: index)
  }

  /// The bytes of a string; empty for any other kind.
  package var utf8: UnsafeBufferPointer<UInt8> {
    guard letter == UInt8(ascii: "\"") else { return UnsafeBufferPointer(start: nil, count: 0) }
    let length = UnsafeRawPointer(strings + payload).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: strings + payload + 4, count: Int(length))
  }

  /// The string.
  ///
  /// - Throws: `JSONError` when the value is no string.
  package var string: String {
    get throws(JSONError) { String(decoding: try stringBytes, as: UTF8.self) }
  }

  /// The string's UTF-8, without a copy.
  ///
  /// - Throws: `JSONError` when the value is no string.
  package var stringBytes: UnsafeBufferPointer<UInt8> {
    get throws(JSONError) {
      guard kind == .string else { throw failure("must be a string, not \(noun)") }
      return utf8
    }
  }

  /// The truth value.
  ///
  /// - Throws: `JSONError` when the value is neither `true` nor `false`.
  package var bool: Bool {
    get throws(JSONError) {
      guard kind == .bool else { throw failure("must be true or false, not \(noun)") }
      return letter == UInt8(ascii: "t")
    }
  }

  /// The whole number.
  ///
  /// - Throws: `JSONError` when the value is no integer or does not fit 64 signed bits.
  package var int64: Int64 {
    get throws(JSONError) {
      guard kind == .integer else { throw failure("must be a whole number, not \(noun)") }
      guard letter == UInt8(ascii: "l") else { throw failure("is larger than \(Int64.max)") }
      return Int64(bitPattern: tape[index + 1])
    }
  }

  /// The number, whole or not; always finite.
  ///
  /// - Throws: `JSONError` when the value is no number.
  package var double: Double {
    get throws(JSONError) {
      guard let number else { throw failure("must be a number, not \(noun)") }
      return number
    }
  }

  /// The number, or nil when the value is something else.
  package var number: Double? {
    switch letter {
    case UInt8(ascii: "d"): Double(bitPattern: tape[index + 1])
    case UInt8(ascii: "l"): Double(Int64(bitPattern: tape[index + 1]))
    case UInt8(ascii: "u"): Double(tape[index + 1])
    default: nil
    }
  }

  /// The value's kind in words, for errors: "an array".
  var noun: String {
    switch kind {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .integer, .number: "a number"
    case .bool: "true or false"
    case .null: "null"
    }
  }
}
