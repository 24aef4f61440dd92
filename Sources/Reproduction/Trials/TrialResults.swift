import Foundation

/// The figures of finished trials, as means over their seeds.
struct TrialResults: Sendable {
  private let byCondition: [String: [[String: Double]]]

  /// Gathers figures by the trials' ids.
  init(_ figures: [String: [String: Double]]) {
    var byCondition: [String: [[String: Double]]] = [:]
    for (id, values) in figures.sorted(by: { $0.key < $1.key }) {
      guard let end = id.range(of: "/seed=", options: .backwards) else { continue }
      byCondition[String(id[..<end.lowerBound]), default: []].append(values)
    }
    self.byCondition = byCondition
  }

  /// All conditions, sorted.
  var conditions: [String] { byCondition.keys.sorted() }

  /// The names of a condition's figures, sorted.
  func names(_ condition: String) -> [String] {
    Set((byCondition[condition] ?? []).flatMap(\.keys)).sorted()
  }

  /// A figure's mean over the seeds; nil where no trial has it.
  func summary(_ condition: String, _ name: String) -> Summary? {
    Summary((byCondition[condition] ?? []).compactMap { $0[name] })
  }

  /// A figure's mean; nil where no trial has it.
  func mean(_ condition: String, _ name: String) -> Double? { summary(condition, name)?.mean }
}

/// A mean with its standard error.
struct Summary: Sendable {
  let mean: Double
  /// The deviation over the seeds by the root of their number; nil for one seed.
  let standardError: Double?
  let count: Int

  /// Nil without values.
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    guard values.count > 1 else {
      standardError = nil
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = sqrt(squares / Double(values.count - 1) / Double(values.count))
  }
}
