import LearningToDefer

/// What errors cost, by name: `{"true class": {"answer": cost}}`.
package struct ErrorCosts: Sendable, Equatable {
  /// The file's path, for messages.
  private let path: String
  private let costs: [String: [String: Double]]

  /// Reads a JSON file.
  ///
  /// - Throws: `FormatError` for anything but an object of objects of numbers.
  package static func read(_ path: String) throws(FormatError) -> ErrorCosts {
    let file = try MappedFile(path: path)
    return try file.withBytes { bytes throws(FormatError) in
      do throws(JSONError) {
        var costs: [String: [String: Double]] = [:]
        try JSONParser().parse(bytes).forEachMember { truth, row throws(JSONError) in
          var answers: [String: Double] = [:]
          try row.forEachMember { answer, cost throws(JSONError) in
            answers[answer.string] = try cost.double
          }
          costs[truth.string] = answers
        }
        return ErrorCosts(path: path, costs: costs)
      } catch {
        throw failure(path, error.pointer, error.detail)
      }
    }
  }

  /// The matrix of a model's classes; a class's own cost may be left out.
  ///
  /// - Throws: `FormatError` for a class that the model does not know, a cost that is missing, negative or beside the errors.
  package func matrix(classes: [String]) throws(FormatError) -> ErrorCostMatrix {
    let known = Set(classes)
    for (truth, row) in costs.sorted(by: { $0.key < $1.key }) {
      for name in [truth] + row.keys.sorted() where !known.contains(name) {
        throw Self.failure(path, "#/\(truth)", "\"\(name)\" is not among the model's classes")
      }
    }
    var rows: [[Double]] = []
    for truth in classes {
      var row: [Double] = []
      for answer in classes { row.append(try cost(truth, answer)) }
      rows.append(row)
    }
    do throws(ErrorCostMatrixError) {
      return try ErrorCostMatrix(rows, classes: classes.count)
    } catch {
      throw Self.failure(path, nil, Self.problem(error, classes))
    }
  }

  private func cost(_ truth: String, _ answer: String) throws(FormatError) -> Double {
    if let cost = costs[truth]?[answer] { return cost }
    guard truth == answer else {
      throw Self.failure(
        path, "#/\(truth)", "the cost of the answer \"\(answer)\" to \"\(truth)\" is missing")
    }
    return 0
  }

  private static func problem(_ error: ErrorCostMatrixError, _ classes: [String]) -> String {
    switch error {
    case .rows, .columns: "the matrix has not one cost for each pair of classes"
    case .cost(let truth, let answer, let found):
      "the answer \"\(classes[answer])\" to \"\(classes[truth])\" costs \(found)"
    case .diagonal(let index, let found): "the right answer to \"\(classes[index])\" costs \(found)"
    case .nothingCosts: "every error is free, so that no answer is better than another"
    }
  }

  private static func failure(_ path: String, _ place: String?, _ problem: String) -> FormatError {
    FormatError(
      file: path, place: place, problem: problem,
      cure: "write {\"true class\": {\"answer\": cost}}, at least 0, for every error")
  }
}
