/// The numbers behind a drawing.
package struct FigureTable: Sendable, Equatable {
  /// The columns' names.
  package let header: [String]
  /// The cells, row by row.
  package let rows: [[String]]

  /// Takes rows as wide as the header.
  package init(header: [String], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == header.count }, "rows are as wide as the header")
    self.header = header
    self.rows = rows
  }

  /// The table in HTML; all cells but the first of a row are numbers.
  package var markup: Markup {
    let head = Markup("tr", [:], header.map { Markup("th", ["scope": "col"], text: $0) })
    let body = rows.map { row in
      Markup(
        "tr", [:],
        row.enumerated().map { place, cell in
          place == 0 ? Markup("th", ["scope": "row"], text: cell) : Markup("td", text: cell)
        })
    }
    return Markup(
      "div", ["class": "wide"],
      [Markup("table", [:], [Markup("thead", [:], [head]), Markup("tbody", [:], body)])])
  }
}
