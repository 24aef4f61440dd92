/// Finds what is wrong in a document that simdjson refused, and where.
///
/// One slow, strict pass over the bytes (RFC 8259), run only for the error's sake; it builds nothing.
struct JSONDiagnosis {
  let bytes: UnsafeRawBufferPointer
  var position = 0
  /// The places of the containers and members being read.
  private var pointers = ["#"]

  /// The first error in `bytes`, with its JSON pointer.
  static func error(in bytes: UnsafeRawBufferPointer) -> JSONError {
    var diagnosis = JSONDiagnosis(bytes: bytes)
    do throws(JSONError) {
      try diagnosis.document()
    } catch {
      return error
    }
    return JSONError(pointer: "#", detail: "is not valid JSON")
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The byte at the position, nil at the end.
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// An error at the place being read.
  func failure(_ detail: String) -> JSONError {
    JSONError(pointer: pointers.last ?? "#", detail: detail)
  }

  /// The error of a document that stops too early.
  var truncated: JSONError {
    failure("the document ends here, after \(bytes.count) bytes: it was cut short")
  }

  private mutating func document() throws(JSONError) {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw failure("a byte order mark stands first: write UTF-8 without it")
    }
    skipSpace()
    if byte == nil { throw failure("the document is empty") }
    try value()
    skipSpace()
    if position < bytes.count {
      throw failure("\(bytes.count - position) bytes follow the document at byte \(position): remove them")
    }
  }

  private mutating func value() throws(JSONError) {
    guard let byte else { throw truncated }
    switch byte {
    case UInt8(ascii: "{"): try nested { diagnosis throws(JSONError) in try diagnosis.object() }
    case UInt8(ascii: "["): try nested { diagnosis throws(JSONError) in try diagnosis.array() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: try word()
    }
  }

  private mutating func nested(
    _ body: (inout JSONDiagnosis) throws(JSONError) -> Void
  ) throws(JSONError) {
    depth += 1
    guard depth <= JSONParser.depthLimit else {
      throw failure("is nested deeper than \(JSONParser.depthLimit) levels")
    }
    position += 1
    try body(&self)
    depth -= 1
  }

  private var depth = 0

  private mutating func object() throws(JSONError) {
    skipSpace()
    if take("}") { return }
    while true {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw expected("a member's name in double quotes") }
      let key = try string()
      skipSpace()
      guard take(":") else { throw expected("a colon after the member's name") }
      try member { pointer in JSONPointer.append(key: key, to: &pointer) }
      if take("}") { return }
      guard take(",") else { throw expected("a comma or }") }
    }
  }

  private mutating func array() throws(JSONError) {
    skipSpace()
    if take("]") { return }
    var index = 0
    while true {
      try member { pointer in JSONPointer.append(index: index, to: &pointer) }
      if take("]") { return }
      guard take(",") else { throw expected("a comma or ]") }
      index += 1
    }
  }

  /// Reads one value under a longer pointer, and the space around it.
  private mutating func member(_ extend: (inout String) -> Void) throws(JSONError) {
    var pointer = pointers.last ?? "#"
    extend(&pointer)
    pointers.append(pointer)
    skipSpace()
    try value()
    pointers.removeLast()
    skipSpace()
  }

  private func expected(_ what: String) -> JSONError {
    guard let byte else { return truncated }
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
      return failure("\(what) is expected at byte \(position), not \(shown(byte)): is a comma one too many?")
    }
    return failure("\(what) is expected at byte \(position), not \(shown(byte))")
  }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: letter) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// A byte as an error message shows it.
  func shown(_ byte: UInt8) -> String {
    if byte > 0x20 && byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "byte 0x0\(digits)" : "byte 0x\(digits)"
  }
}
