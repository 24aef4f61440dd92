/// One side of a plot: what is measured, from where to where, and the marks along it.
package struct Axis: Sendable, Equatable {
  /// A place that is labelled.
  package struct Tick: Sendable, Equatable {
    /// The number.
    package let value: Double
    /// What stands there.
    package let label: String
  }

  /// How numbers are spelt.
  package enum Format: Sendable, Equatable {
    /// As they are.
    case decimal
    /// Shares as percentages.
    case percent
  }

  /// What is measured, with its unit.
  package let title: String
  /// From where to where.
  package let domain: ClosedRange<Double>
  /// The labelled places, ascending.
  package let ticks: [Tick]
  /// How numbers are spelt.
  package let format: Format

  /// An axis between round numbers that holds all values.
  ///
  /// - Parameter within: The values that can be; the axis does not go beyond.
  package init(
    _ title: String, covering values: [Double], format: Format = .decimal, includingZero: Bool = false,
    within limits: ClosedRange<Double> = -.infinity ... .infinity
  ) {
    let wished = Ticks.domain(covering: values, includingZero: includingZero)
    let domain = wished.overlaps(limits) ? wished.clamped(to: limits) : wished
    self.init(title, domain: domain, format: format)
  }

  /// An axis over a given domain with round numbers along it.
  package init(_ title: String, domain: ClosedRange<Double>, format: Format = .decimal) {
    self.title = title
    self.domain = domain
    self.format = format
    let step = Ticks.step(spanning: domain, count: 5)
    ticks = Ticks.values(in: domain).map {
      Tick(value: $0, label: Self.label($0, format: format, step: step))
    }
  }

  /// An axis with a mark at each of the places that were measured.
  package init(_ title: String, at places: [Double], labels: [String]? = nil, format: Format = .decimal) {
    precondition(labels.map { $0.count == places.count } ?? true, "each place has its label")
    let sorted = places.sorted()
    let gap = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 1
    self.title = title
    self.format = format
    domain = (sorted.first ?? 0) - gap * 0.4...(sorted.last ?? 1) + gap * 0.4
    let names = labels ?? places.map { Self.label($0, format: format, step: format == .percent ? 0.01 : gap) }
    ticks = zip(places, names).map { Tick(value: $0, label: $1) }
  }

  private static func label(_ value: Double, format: Format, step: Double) -> String {
    switch format {
    case .decimal: FixedDecimal.text(value, places: Ticks.places(step: step))
    case .percent: FixedDecimal.text(value * 100, places: Ticks.places(step: step * 100)) + "%"
    }
  }

  /// A number with one place more than the marks have, for tables and hints.
  package func spelled(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    let width = domain.upperBound - domain.lowerBound
    let places = Ticks.places(step: Ticks.step(spanning: 0...width, count: 5)) + 1
    return switch format {
    case .decimal: FixedDecimal.text(value, places: min(places, 4))
    case .percent: FixedDecimal.text(value * 100, places: min(max(places - 2, 1), 2)) + "%"
    }
  }
}
