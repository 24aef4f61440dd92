import Formats
import LearningToDefer
import TestSupport
import Testing

struct ErrorCostsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func matrix(_ json: String) throws -> ErrorCostMatrix {
    try ErrorCosts.read(directory.write("costs.json", json.utf8)).matrix(classes: ["b", "a"])
  }

  @Test func `costs are in the order of the model's classes, the right answers free`() throws {
    let found = try matrix(#"{"a": {"b": 5}, "b": {"a": 1, "b": 0}}"#)
    #expect(found.costs == [0, 1, 5, 0])
  }

  @Test(arguments: [
    ("", "empty"), ("[]", "must be an object"), (#"{"a": 1}"#, "must be an object"),
    (#"{"a": {"b": "5"}}"#, "must be a number"), (#"{"a": {"b": 1}}"#, "\"a\" to \"b\" is missing"),
    (#"{"a": {"b": 1}, "b": {"a": 1}, "c": {}}"#, "\"c\" is not among"),
    (#"{"a": {"b": 1, "z": 1}, "b": {"a": 1}}"#, "\"z\" is not among"),
    (#"{"a": {"b": -1}, "b": {"a": 1}}"#, "costs -1"),
    (#"{"a": {"b": 1, "a": 1}, "b": {"a": 1}}"#, "right answer"),
    (#"{"a": {"b": 0}, "b": {"a": 0}}"#, "every error is free"), (#"{"a": {}, "a": {}}"#, "twice"),
  ])
  func `a file that gives no matrix is refused with its cure`(json: String, problem: String) {
    let error = formatError { _ = try matrix(json) }
    #expect(error?.problem.contains(problem) == true, "\(error.map(\.description) ?? "accepted")")
    #expect(error?.cure.contains("{\"true class\": {\"answer\": cost}}") == true)
  }
}
