/// Shares of whole numbers as upright columns: a distribution.
package struct ColumnPlot: Plot {
  /// What stands above it.
  package let heading: String
  /// What it shows, for those who do not see it.
  package let summary: String
  /// Its natural size.
  package let size = PlotSize.panel
  private let axes: (x: Axis, y: Axis)
  private let columns: [(x: Double, height: Double, note: String)]
  private let colour: SeriesStyle.Colour

  /// Draws a column at each whole number.
  package init(
    _ heading: String, summary: String, x: Axis, y: Axis,
    columns: [(x: Double, height: Double, note: String)],
    colour: SeriesStyle.Colour = .blue
  ) {
    self.heading = heading
    self.summary = summary
    self.columns = columns
    self.colour = colour
    axes = (x, y)
  }

  /// One colour needs no names.
  package var legend: [LegendEntry] { [] }

  /// A row for each column.
  package var table: FigureTable {
    FigureTable(
      header: [axes.x.title, axes.y.title, ""],
      rows: columns.map { [axes.x.spelledShort($0.x), axes.y.spelled($0.height), $0.note] })
  }

  /// The marks and all around them.
  package var drawing: [Markup] {
    let frame = Frame(heading, x: axes.x, y: axes.y, size: size)
    let half = min(18, (frame.x(1) - frame.x(0)) * 0.4)
    let shapes = columns.map { column in
      let x = frame.x(column.x)
      let hint = "\(axes.x.spelledShort(column.x)): \(axes.y.spelled(column.height)), \(column.note)"
      let shape = Drawing.rectangle(
        (x - half, frame.y.start), (x + half, frame.y.clamped(column.height)), "fill", opacity: 0.85)
      return Drawing.hinted(hint, [shape])
    }
    return frame.markup + [Drawing.group(colour.rawValue, shapes)]
  }
}
