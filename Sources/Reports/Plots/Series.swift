/// One curve of a plot.
package struct Series: Sendable, Equatable {
  /// One measured point.
  package struct Point: Sendable, Equatable {
    /// Along the axis.
    package let x: Double
    /// The measurement.
    package let y: Double
    /// The ends of its error bar; nil without one.
    package let interval: ClosedRange<Double>?

    /// A point with its error bar.
    package init(x: Double, y: Double, interval: ClosedRange<Double>? = nil) {
      self.x = x
      self.y = y
      self.interval = interval
    }

    /// A mean with a bar of one standard error to each side.
    package init(x: Double, mean: Double, standardError: Double?) {
      self.init(x: x, y: mean, interval: standardError.map { mean - $0...mean + $0 })
    }
  }

  /// What the legend calls it.
  package let name: String
  /// The points by rising x.
  package let points: [Point]
  /// How it is told from the others.
  package let style: SeriesStyle

  /// Names a curve.
  package init(_ name: String, _ points: [Point], _ style: SeriesStyle) {
    self.name = name
    self.points = points
    self.style = style
  }

  /// All heights, bars' ends too: what an axis must cover.
  package var extent: [Double] {
    points.flatMap { [$0.y] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
  }
}
