/// Panels that belong together, drawn side by side under one legend.
package struct ReportFigure: Sendable {
  /// What files and anchors call it: letters, digits and hyphens.
  package let id: String
  /// What it shows.
  package let caption: String
  /// The panels from left to right.
  package let panels: [any Plot]
  /// How many stand beside each other where there is room.
  package let columns: Int

  /// Joins panels.
  package init(id: String, caption: String, panels: [any Plot], columns: Int? = nil) {
    self.id = id
    self.caption = caption
    self.panels = panels
    self.columns = columns ?? max(1, min(panels.count, 3))
  }

  /// The names of all panels, each once.
  package var legend: [LegendEntry] {
    panels.flatMap(\.legend).reduce(into: []) { entries, entry in
      if !entries.contains(entry) { entries.append(entry) }
    }
  }

  /// The figure as a part of a page.
  package var markup: Markup {
    var parts: [Markup] = []
    if !legend.isEmpty { parts.append(Markup("ul", ["class": "legend"], legend.map(item))) }
    parts.append(Markup("div", ["class": "panels of\(columns)"], panels.enumerated().map(panel)))
    parts.append(Markup("figcaption", text: caption))
    let tables = panels.flatMap { [Markup("h4", text: $0.heading), $0.table.markup] }
    parts.append(Markup("details", [:], [Markup("summary", text: "The numbers as a table")] + tables))
    return Markup("figure", ["id": id], parts)
  }

  private func item(_ entry: LegendEntry) -> Markup {
    let swatch = Markup(
      "svg", ["class": "plot", "viewBox": "0 0 26 12", "width": "26", "height": "12", "aria-hidden": "true"],
      entry.swatch)
    return Markup("li", [:], [swatch, .text(" " + entry.name)])
  }

  private func panel(_ place: Int, _ plot: any Plot) -> Markup {
    let name = "\(id)-\(place + 1)"
    let size = (FixedDecimal.coordinate(plot.size.width), FixedDecimal.coordinate(plot.size.height))
    return Markup(
      "svg",
      [
        "class": "plot", "viewBox": "0 0 \(size.0) \(size.1)", "role": "img",
        "style": "max-width:\(FixedDecimal.coordinate(plot.size.width * 1.25))px",
        "aria-labelledby": "\(name)-title \(name)-description",
      ],
      [
        Markup("title", ["id": "\(name)-title"], text: plot.heading),
        Markup("desc", ["id": "\(name)-description"], text: plot.summary),
      ] + plot.drawing)
  }
}
