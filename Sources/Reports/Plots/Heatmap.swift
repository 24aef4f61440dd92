/// Shares by row and column, the darker the larger, each with its number.
package struct Heatmap: Plot {
  /// What stands above it.
  package let heading: String
  /// What it shows, for those who do not see it.
  package let summary: String
  private let rows: [String]
  private let columns: [String]
  private let shares: [[Double?]]
  private let colour: SeriesStyle.Colour

  private static let cell = PlotSize(width: 46, height: 24)
  private static let nameLimit = 18

  /// Draws shares in `[0, 1]`, `[rows][columns]`; nil where there is nothing to take a share of.
  package init(
    _ heading: String, summary: String, rows: [String], columns: [String], shares: [[Double?]],
    colour: SeriesStyle.Colour = .blue
  ) {
    precondition(shares.count == rows.count, "each row has its name")
    precondition(shares.allSatisfy { $0.count == columns.count }, "each column has its name")
    self.heading = heading
    self.summary = summary
    self.rows = rows
    self.columns = columns
    self.shares = shares
    self.colour = colour
  }

  /// As large as its cells need.
  package var size: PlotSize {
    PlotSize(
      width: max(left + Self.cell.width * Double(columns.count) + overhang, 280),
      height: top + Self.cell.height * Double(rows.count) + 6)
  }

  /// Numbers stand in the cells.
  package var legend: [LegendEntry] { [] }

  /// The shares as percentages.
  package var table: FigureTable {
    FigureTable(
      header: [""] + columns,
      rows: zip(rows, shares).map { name, row in
        [name] + row.map { share in share.map { FixedDecimal.text($0 * 100, places: 1) + "%" } ?? "–" }
      })
  }

  /// The cells and their names.
  package var drawing: [Markup] {
    var shapes = [Drawing.text(heading, x: 2, y: 15, "heading")]
    for (place, name) in columns.enumerated() {
      shapes.append(columnName(name, at: left + Self.cell.width * (Double(place) + 0.5)))
    }
    for (place, name) in rows.enumerated() {
      let y = top + Self.cell.height * Double(place)
      shapes.append(
        Drawing.text(name.shortened(to: Self.nameLimit), x: left - 7, y: y + 16, "tick end"))
      shapes.append(
        Drawing.group(
          colour.rawValue, columns.indices.map { draw(shares[place][$0], row: place, column: $0) }))
    }
    return shapes
  }

  private func draw(_ share: Double?, row: Int, column: Int) -> Markup {
    let x = left + Self.cell.width * Double(column)
    let y = top + Self.cell.height * Double(row)
    let hint =
      "\(rows[row]), \(columns[column]): \(share.map { FixedDecimal.text($0 * 100, places: 1) + "%" } ?? "–")"
    let box = Drawing.rectangle(
      (x + 1, y + 1), (x + Self.cell.width - 1, y + Self.cell.height - 1), "fill",
      opacity: 0.04 + 0.96 * (share ?? 0))
    let ink = (share ?? 0) > 0.55 ? "cell on middle" : "cell middle"
    let number = share.map { FixedDecimal.text($0 * 100, places: 0) } ?? "–"
    return Drawing.hinted(hint, [box, Drawing.text(number, x: x + Self.cell.width / 2, y: y + 16, ink)])
  }

  /// Names lean so that long ones do not meet.
  private func columnName(_ name: String, at x: Double) -> Markup {
    Markup(
      "text",
      [
        "class": "tick", "x": FixedDecimal.coordinate(x - 4), "y": FixedDecimal.coordinate(top - 6),
        "transform": "rotate(-40 \(FixedDecimal.coordinate(x - 4)) \(FixedDecimal.coordinate(top - 6)))",
      ], text: name.shortened(to: Self.nameLimit))
  }

  private var left: Double { 14 + 6.4 * Double(rows.map { min($0.count, Self.nameLimit) }.max() ?? 0) }
  private var longest: Double { Double(columns.map { min($0.count, Self.nameLimit) }.max() ?? 0) }
  private var top: Double { 36 + longest * 6.4 * 0.65 }
  /// How far the last column's name leans over the edge.
  private var overhang: Double {
    Double(min(columns.last?.count ?? 0, Self.nameLimit)) * 6.4 * 0.77 - Self.cell.width / 2 + 8
  }
}
