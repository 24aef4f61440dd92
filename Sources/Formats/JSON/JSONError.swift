/// Says what is wrong in a JSON document, and where.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The place as a JSON pointer in a URI fragment (RFC 6901, section 6): `#/features/3`.
  package let pointer: String
  /// What is wrong there, and the cure where there is one.
  package let detail: String

  /// Makes an error from a place and what is wrong there.
  package init(pointer: String, detail: String) {
    self.pointer = pointer
    self.detail = detail
  }

  /// Shows the place and the problem on one line.
  package var description: String { "\(pointer): \(detail)" }
}
