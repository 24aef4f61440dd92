/// Curves over one axis, with error bars.
package struct LinePlot: Plot {
  /// What stands above it.
  package let heading: String
  /// What it shows, for those who do not see it.
  package let summary: String
  /// Its natural size.
  package let size: PlotSize
  private let axes: (x: Axis, y: Axis)
  private let series: [Series]
  private let references: [ReferenceLine]

  /// Draws curves in their order, the first below the others.
  package init(
    _ heading: String, summary: String, x: Axis, y: Axis, series: [Series],
    references: [ReferenceLine] = [], size: PlotSize = .panel
  ) {
    self.heading = heading
    self.summary = summary
    self.size = size
    self.series = series
    self.references = references
    axes = (x, y)
  }

  /// The marks and all around them.
  package var drawing: [Markup] {
    let frame = Frame(heading, x: axes.x, y: axes.y, size: size)
    return frame.markup + references.compactMap { $0.markup(in: frame) }
      + series.map { draw($0, in: frame) }
  }

  /// The curves' and lines' names.
  package var legend: [LegendEntry] {
    series.map { LegendEntry($0.name, $0.style) } + references.map { LegendEntry($0.name, nil) }
  }

  /// A row for each place on the axis, a column for each curve.
  package var table: FigureTable {
    let places = Set(series.flatMap { $0.points.map(\.x) }).sorted()
    let rows = places.map { place in
      [axes.x.spelledShort(place)] + series.map { series in cell(series.points.first { $0.x == place }) }
    }
    return FigureTable(header: [axes.x.title] + series.map(\.name), rows: rows)
  }

  private func cell(_ point: Series.Point?) -> String {
    guard let point else { return "–" }
    guard let interval = point.interval else { return axes.y.spelled(point.y) }
    let below = point.y - interval.lowerBound
    let above = interval.upperBound - point.y
    if abs(below - above) < 1e-9 { return axes.y.spelled(point.y) + " ± " + axes.y.spelled(above) }
    let (low, high) = (axes.y.spelled(interval.lowerBound), axes.y.spelled(interval.upperBound))
    return "\(axes.y.spelled(point.y)) (\(low) to \(high))"
  }

  private func draw(_ series: Series, in frame: Frame) -> Markup {
    let place = { (point: Series.Point) in (x: frame.x.clamped(point.x), y: frame.y.clamped(point.y)) }
    let line = Drawing.path(series.points.map(place), "curve \(series.style.dash.rawValue)")
    let points = series.points.map { point in
      let (x, y) = place(point)
      let hint = "\(series.name), \(axes.x.title) \(axes.x.spelledShort(point.x)): \(cell(point))"
      return Drawing.hinted(hint, bar(point, at: x, in: frame) + series.style.mark(x, y))
    }
    return Drawing.group(series.style.colour.rawValue, (series.points.count > 1 ? [line] : []) + points)
  }

  private func bar(_ point: Series.Point, at x: Double, in frame: Frame) -> [Markup] {
    guard let interval = point.interval else { return [] }
    let (low, high) = (frame.y.clamped(interval.lowerBound), frame.y.clamped(interval.upperBound))
    guard low - high > 1 else { return [] }
    return [
      Drawing.line((x, low), (x, high), "bar"), Drawing.line((x - 3.5, low), (x + 3.5, low), "bar"),
      Drawing.line((x - 3.5, high), (x + 3.5, high), "bar"),
    ]
  }
}

extension Axis {
  /// A number as its mark spells it, where it has one.
  func spelledShort(_ value: Double) -> String {
    ticks.first { $0.value == value }?.label ?? spelled(value)
  }
}
