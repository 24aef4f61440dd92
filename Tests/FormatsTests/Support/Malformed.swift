import Formats
import TestSupport
import Testing

/// A malformed file's content and what its refusal must tell.
struct Malformed: CustomTestStringConvertible, Sendable {
  let content: [UInt8]
  let place: String
  let problem: String

  init(_ content: some Sequence<UInt8>, at place: String, _ problem: String) {
    self.content = Array(content)
    self.place = place
    self.problem = problem
  }

  init(_ text: String, at place: String, _ problem: String) {
    self.init(text.utf8, at: place, problem)
  }

  var testDescription: String { problem }

  /// Checks that an error names the file, the place, the problem and a cure, on one line.
  func expect(_ error: FormatError?, file: String) {
    #expect(error?.file == file)
    let isPlaced = place.isEmpty || error?.place?.contains(place) == true
    #expect(isPlaced, "\(String(describing: error))")
    #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
    #expect(error?.cure.isEmpty == false)
    #expect(error?.description.contains("\n") == false)
  }
}

/// The error that `body` throws; a recorded issue when it throws none.
func formatError(_ body: () throws -> Void) -> FormatError? {
  #expect(throws: FormatError.self) { try body() }
}
