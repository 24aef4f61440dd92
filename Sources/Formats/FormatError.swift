/// Tells in one line what is wrong with a file, where, and what would cure it.
package struct FormatError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file's path as it was given.
  package let file: String
  /// The tensor, line or key at fault, nil when it is the whole file.
  package let place: String?
  /// What is wrong.
  package let problem: String
  /// What to do about it.
  package let cure: String

  /// Makes an error; line breaks become spaces, so that it stays one line.
  package init(file: String, place: String? = nil, problem: String, cure: String) {
    self.file = Self.oneLine(file)
    self.place = place.map(Self.oneLine)
    self.problem = Self.oneLine(problem)
    self.cure = Self.oneLine(cure)
  }

  /// Shows `file: place: problem; cure`.
  package var description: String {
    let start = place.map { "\(file): \($0): " } ?? "\(file): "
    return start + problem + "; " + cure
  }

  /// The error of a row whose features overflow a network's numbers.
  package static func overflow(file: String, row: Int) -> FormatError {
    FormatError(
      file: file, place: "row \(row) (from 0)", problem: "its features overflow the model's numbers",
      cure: "correct or leave out the row")
  }

  private static func oneLine(_ text: String) -> String {
    text.contains(where: \.isNewline) ? String(text.map { $0.isNewline ? " " : $0 }) : text
  }
}
