/// The manifest's part of a conformal calibration; the curves are tensors.
package struct ConformalSummary: Sendable, Equatable {
  /// The deferred rows that the sets were fitted on.
  package var rows: Int
  /// Those of them where nobody in the pool is right.
  package var rowsWithoutCorrectExpert: Int
  /// The error rate that is served unless a request wishes another.
  package var alpha: Double
  /// The experts that every row was asked of.
  package var pool: [String]

  func json(over document: JSONValue?) -> JSONValue {
    var json = document ?? .object([])
    json["statistic"] = .string("exact")
    json["rows"] = .integer(Int64(rows))
    json["rows_without_correct_expert"] = .integer(Int64(rowsWithoutCorrectExpert))
    json["alpha"] = .number(alpha)
    json["pool"] = .array(pool.map(JSONValue.string))
    return json
  }
}
