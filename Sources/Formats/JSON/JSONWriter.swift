/// Writes JSON by hand into a buffer that is kept; nothing is allocated once it is warm.
///
/// The writer places commas and colons; that containers are closed and every key has one value is the caller's part.
package struct JSONWriter: Sendable {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Makes an empty writer with room for `capacity` bytes.
  package init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

  /// Empties the buffer for the next document.
  package mutating func removeAll(keepingCapacity: Bool = true) {
    bytes.removeAll(keepingCapacity: keepingCapacity)
    needsComma = false
  }

  /// Opens an object.
  package mutating func beginObject() { begin(UInt8(ascii: "{")) }

  /// Closes an object.
  package mutating func endObject() { end(UInt8(ascii: "}")) }

  /// Opens an array.
  package mutating func beginArray() { begin(UInt8(ascii: "[")) }

  /// Closes an array.
  package mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes a member's name that needs no escapes.
  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
    needsComma = false
  }

  /// Writes a member's name; a literal takes the faster one above.
  @_disfavoredOverload
  package mutating func key(_ name: some StringProtocol) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string, with the escapes that it needs.
  package mutating func string(_ value: some StringProtocol) {
    if value.utf8.withContiguousStorageIfAvailable({ string(utf8: $0) }) == nil {
      Array(value.utf8).withUnsafeBufferPointer { string(utf8: $0) }
    }
  }

  /// Writes a string given as UTF-8.
  package mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
    separate()
    JSONText.appendQuoted(utf8, to: &bytes)
    needsComma = true
  }

  /// Writes a string, or null.
  package mutating func string(orNull value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Writes the shortest decimal that reads back as the same double; null when it is not finite.
  package mutating func double(_ value: Double) {
    separate()
    JSONText.append(value, to: &bytes)
    needsComma = true
  }

  /// Writes a double as `double(_:)` does, or null.
  package mutating func double(orNull value: Double?) {
    if let value { double(value) } else { null() }
  }

  /// Writes the shortest decimal that reads back as the same float; null when it is not finite.
  package mutating func float(_ value: Float) {
    separate()
    JSONText.append(value, to: &bytes)
    needsComma = true
  }

  /// Writes a whole number.
  package mutating func int(_ value: some BinaryInteger) {
    separate()
    JSONText.append(integer: value, to: &bytes)
    needsComma = true
  }

  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes `null`.
  package mutating func null() { literal("null") }

  /// Writes a value that is JSON already.
  package mutating func raw(_ json: some Collection<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  /// Appends bytes as they are, outside of the grammar: the newline between two documents.
  package mutating func newline() {
    bytes.append(0x0A)
    needsComma = false
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func literal(_ word: StaticString) {
    separate()
    bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }
}
