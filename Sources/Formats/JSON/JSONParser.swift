import CSimdJSON

/// Parses strict JSON with simdjson; reused, it allocates nothing once warm.
///
/// Nesting beyond 64, invalid UTF-8, trailing bytes and numbers beyond a double are refused. Not `Sendable`: one
/// parser for each loop or reader. The elements of a document are valid until the next `parse`.
package final class JSONParser {
  /// The deepest nesting of objects and arrays that is read.
  package static let depthLimit = 64

  private let handle: OpaquePointer

  /// Makes a parser with buffers for small documents; they grow with the largest document met.
  package init() {
    // simdjson counts the document itself as a level.
    guard let handle = simdjson_create(Self.depthLimit + 1) else {
      preconditionFailure("no memory for a JSON parser")
    }
    self.handle = handle
  }

  deinit { simdjson_destroy(handle) }

  /// Parses one document and returns its root; `bytes` are not needed afterwards.
  ///
  /// - Throws: `JSONError` with the pointer of the place; finding it reads the document a second time.
  /// - Complexity: O(bytes), about a gigabyte a second.
  package func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONElement {
    guard let base = bytes.baseAddress, simdjson_parse(handle, base, bytes.count) == 0,
      let tape = simdjson_tape(handle), let strings = simdjson_strings(handle)
    else { throw JSONDiagnosis.error(in: bytes) }
    return JSONElement(parser: self, tape: tape, strings: strings, index: 1)
  }

  /// Parses one document held in an array; see `parse(_:)`.
  package func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONElement {
    var result: Result<JSONElement, JSONError>?
    bytes.withUnsafeBytes { raw in
      result = Result { () throws(JSONError) in try parse(raw) }
    }
    guard let result else { preconditionFailure("an array always lends its bytes") }
    return try result.get()
  }
}
