/// Maps numbers of a domain onto a drawing's coordinates, in proportion.
package struct LinearScale: Sendable, Equatable {
  /// The numbers at both ends.
  package let domain: ClosedRange<Double>
  /// Where the domain's lower end is drawn.
  package let start: Double
  /// Where its upper end is drawn; may be below `start`, as on a vertical axis.
  package let end: Double

  /// Maps a domain that is wider than a point.
  package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    precondition(domain.upperBound > domain.lowerBound, "a domain is wider than a point")
    self.domain = domain
    self.start = start
    self.end = end
  }

  /// Where a number is drawn, outside of the ends too.
  package func callAsFunction(_ value: Double) -> Double {
    start + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
  }

  /// Where a number is drawn, at an end where it lies beyond.
  package func clamped(_ value: Double) -> Double {
    self(min(max(value, domain.lowerBound), domain.upperBound))
  }
}
