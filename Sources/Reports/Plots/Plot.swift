/// One panel of a figure: a drawing with the numbers behind it.
package protocol Plot: Sendable {
  /// What stands above it.
  var heading: String { get }
  /// What it shows, for those who do not see it.
  var summary: String { get }
  /// Its natural size.
  var size: PlotSize { get }
  /// The marks and all around them.
  var drawing: [Markup] { get }
  /// What the colours and shapes mean; empty where one look says it.
  var legend: [LegendEntry] { get }
  /// The numbers that are drawn.
  var table: FigureTable { get }
}

/// What one colour, shape or line of a figure means.
package struct LegendEntry: Sendable, Equatable {
  /// Its name.
  package let name: String
  /// What it looks like; nil for a reference line.
  package let style: SeriesStyle?

  /// Explains a look.
  package init(_ name: String, _ style: SeriesStyle?) {
    self.name = name
    self.style = style
  }

  /// A short line with the marker on it, 26 wide and 12 high.
  var swatch: [Markup] {
    guard let style else { return [Drawing.line((1, 6), (25, 6), "reference")] }
    let line = Drawing.line((1, 6), (25, 6), "curve \(style.dash.rawValue)")
    return [Drawing.group(style.colour.rawValue, [line] + style.mark(13, 6))]
  }
}
