/// Whether what was found agrees with what the paper says.
package enum Verdict: String, Sendable, CaseIterable {
  /// The 95 % intervals say so at every point.
  case agrees
  /// The means say so; an interval reaches over the line.
  case leans
  /// The means do not agree among each other, and the intervals decide nothing.
  case open
  /// A 95 % interval says the opposite.
  case disagrees

  /// What people read.
  package var words: String {
    switch self {
    case .agrees: "agrees"
    case .leans: "agrees on average, within the noise"
    case .open: "undecided"
    case .disagrees: "does not agree"
    }
  }

  /// Whether every difference is above zero, or above another bound.
  ///
  /// A difference without an interval, of one seed, decides nothing by itself.
  package static func allAbove(_ differences: [Summary], bound: Double = 0) -> Verdict {
    judge(
      differences, holds: { $0.lowerBound >= bound }, fails: { $0.upperBound < bound },
      leans: { $0 >= bound })
  }

  /// Whether every difference is below zero.
  package static func allBelow(_ differences: [Summary]) -> Verdict {
    judge(
      differences, holds: { $0.upperBound <= 0 }, fails: { $0.lowerBound > 0 }, leans: { $0 <= 0 })
  }

  /// Whether every difference is within a margin around zero.
  package static func allWithin(_ margin: Double, _ differences: [Summary]) -> Verdict {
    judge(
      differences, holds: { $0.lowerBound >= -margin && $0.upperBound <= margin },
      fails: { $0.lowerBound > margin || $0.upperBound < -margin }, leans: { abs($0) <= margin })
  }

  /// Whether some difference is below zero.
  package static func someBelow(_ differences: [Summary]) -> Verdict {
    switch allAbove(differences) {
    case .agrees: .disagrees
    case .disagrees: .agrees
    case .leans: .open
    case .open: differences.contains { $0.mean < 0 } ? .leans : .open
    }
  }

  /// Whether two statements hold: as good as the worse.
  package static func both(_ left: Verdict, _ right: Verdict) -> Verdict {
    let order: [Verdict] = [.disagrees, .open, .leans, .agrees]
    return order.first { $0 == left || $0 == right } ?? .open
  }

  private static func judge(
    _ differences: [Summary], holds: (ClosedRange<Double>) -> Bool, fails: (ClosedRange<Double>) -> Bool,
    leans: (Double) -> Bool
  ) -> Verdict {
    guard !differences.isEmpty else { return .open }
    let intervals = differences.map(\.interval)
    if intervals.contains(where: { $0.map(fails) ?? false }) { return .disagrees }
    if intervals.allSatisfy({ $0.map(holds) ?? false }) { return .agrees }
    return differences.allSatisfy { leans($0.mean) } ? .leans : .open
  }
}
