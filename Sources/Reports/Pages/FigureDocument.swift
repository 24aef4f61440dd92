/// A figure as an SVG file of its own, with its looks, a ground and a legend.
package struct FigureDocument: Sendable {
  private static let margin = 16.0
  private static let gap = 22.0
  private static let legendLine = 22.0

  private let figure: ReportFigure

  /// Draws a figure.
  package init(_ figure: ReportFigure) { self.figure = figure }

  /// The file's text.
  package var source: String {
    let rows = stride(from: 0, to: figure.panels.count, by: figure.columns).map {
      Array(figure.panels[$0..<min($0 + figure.columns, figure.panels.count)])
    }
    let widths = rows.map { row in row.reduce(-Self.gap) { $0 + $1.size.width + Self.gap } }
    let width = (widths.max() ?? 0) + 2 * Self.margin
    let (entries, legendHeight) = legend(width: width - 2 * Self.margin)
    var y = Self.margin + legendHeight
    var parts: [Markup] = []
    for row in rows {
      var x = Self.margin
      for plot in row {
        parts.append(place(plot, x: x, y: y))
        x += plot.size.width + Self.gap
      }
      y += (row.map(\.size.height).max() ?? 0) + Self.gap
    }
    return document(width: width, height: y - Self.gap + Self.margin, parts: entries + parts)
  }

  private func document(width: Double, height: Double, parts: [Markup]) -> String {
    let size = (FixedDecimal.coordinate(width), FixedDecimal.coordinate(height))
    let summary = figure.panels.map { "\($0.heading): \($0.summary)" }.joined(separator: " ")
    let root = Markup(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "plot", "viewBox": "0 0 \(size.0) \(size.1)",
        "width": size.0, "height": size.1, "role": "img", "aria-labelledby": "title description",
      ],
      [
        Markup("title", ["id": "title"], text: figure.caption),
        Markup("desc", ["id": "description"], text: summary),
        Markup("style", text: Stylesheet.drawing),
        Markup("rect", ["class": "ground", "width": "100%", "height": "100%", "rx": "8"]),
      ] + parts)
    return root.source + "\n"
  }

  private func place(_ plot: any Plot, x: Double, y: Double) -> Markup {
    Markup(
      "g", ["transform": "translate(\(FixedDecimal.coordinate(x)) \(FixedDecimal.coordinate(y)))"],
      plot.drawing)
  }

  /// Entries in lines that break where the next would not fit.
  private func legend(width: Double) -> (entries: [Markup], height: Double) {
    var place = (x: Self.margin, y: Self.margin)
    var entries: [Markup] = []
    for entry in figure.legend {
      let length = 50 + 6.6 * Double(entry.name.count)
      if place.x > Self.margin, place.x + length > width + Self.margin {
        place = (Self.margin, place.y + Self.legendLine)
      }
      let at = "translate(\(FixedDecimal.coordinate(place.x)) \(FixedDecimal.coordinate(place.y)))"
      entries.append(
        Markup(
          "g", ["transform": at], entry.swatch + [Drawing.text(entry.name, x: 32, y: 10, "legend")]))
      place.x += length
    }
    return (entries, entries.isEmpty ? 0 : place.y - Self.margin + Self.legendLine + 6)
  }
}
