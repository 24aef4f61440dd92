import Foundation

/// The figures of finished trials, by condition and seed.
package struct TrialResults: Sendable {
  private var byCondition: [String: [Int: [String: Double]]] = [:]

  /// Gathers figures by the trials' ids.
  package init(_ figures: [String: [String: Double]]) {
    for (id, values) in figures {
      guard let end = id.range(of: "/seed=", options: .backwards), let seed = Int(id[end.upperBound...])
      else { continue }
      byCondition[String(id[..<end.lowerBound]), default: [:]][seed] = values
    }
  }

  /// All conditions, in the order of their names, numbers by their size.
  package var conditions: [String] {
    byCondition.keys.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  }

  /// The names of a condition's figures, sorted.
  package func names(_ condition: String) -> [String] {
    Set((byCondition[condition] ?? [:]).values.flatMap(\.keys)).sorted()
  }

  /// A figure by seed; empty where no trial has it.
  package func values(_ figure: Figure) -> [Int: Double] {
    (byCondition[figure.condition] ?? [:]).compactMapValues { $0[figure.name] }
  }

  /// A figure's mean over the seeds; nil where no trial has it.
  package func summary(_ figure: Figure) -> Summary? { Summary(Array(values(figure).values)) }

  /// A figure's mean; nil where no trial has it.
  package func mean(_ figure: Figure) -> Double? { summary(figure)?.mean }

  /// The mean of what is computed from several figures, seed by seed; nil where no seed has them all.
  package func summary(of figures: [Figure], _ compute: ([Double]) -> Double) -> Summary? {
    let columns = figures.map(values)
    guard let first = columns.first else { return nil }
    let values = first.keys.compactMap { seed -> Double? in
      let row = columns.compactMap { $0[seed] }
      return row.count == columns.count ? compute(row) : nil
    }
    return Summary(values)
  }

  /// How much larger the left figure is, paired by seed; nil where they share none.
  package func difference(_ left: Figure, _ right: Figure) -> Summary? {
    summary(of: [left, right]) { $0[0] - $0[1] }
  }
}

/// Where one number of the results is found.
package struct Figure: Hashable, Sendable {
  /// The trials' condition.
  package let condition: String
  /// What was measured.
  package let name: String

  /// Joins them.
  package init(_ condition: String, _ name: String) {
    self.condition = condition
    self.name = name
  }
}
