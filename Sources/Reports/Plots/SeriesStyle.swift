/// How a series is told from the others: by colour and, for those who do not see it, by marker and dashes.
package struct SeriesStyle: Sendable, Equatable {
  /// The stylesheet's colours, in the order in which neighbours differ most.
  package enum Colour: String, Sendable, CaseIterable {
    case blue, orange, green, violet, gold, grey
  }

  /// The shape at each point.
  package enum Marker: String, Sendable, CaseIterable {
    case circle, square, triangle, diamond, cross, none
  }

  /// How the line is broken.
  package enum Dash: String, Sendable, CaseIterable {
    case solid, dashed, dotted
  }

  /// The colour of line and marker.
  package let colour: Colour
  /// The shape at each point.
  package let marker: Marker
  /// How the line is broken.
  package let dash: Dash

  /// Joins them.
  package init(_ colour: Colour, _ marker: Marker = .circle, _ dash: Dash = .solid) {
    self.colour = colour
    self.marker = marker
    self.dash = dash
  }

  /// The marker around a place.
  func mark(_ x: Double, _ y: Double) -> [Markup] {
    switch marker {
    case .circle:
      [
        Markup(
          "circle",
          ["class": "mark", "cx": FixedDecimal.coordinate(x), "cy": FixedDecimal.coordinate(y), "r": "4"])
      ]
    case .square: [polygon([(-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)], x, y)]
    case .triangle: [polygon([(0, -4.8), (4.6, 3.4), (-4.6, 3.4)], x, y)]
    case .diamond: [polygon([(0, -5.2), (5.2, 0), (0, 5.2), (-5.2, 0)], x, y)]
    case .cross:
      [
        Drawing.line((x - 3.6, y - 3.6), (x + 3.6, y + 3.6), "stroke"),
        Drawing.line((x - 3.6, y + 3.6), (x + 3.6, y - 3.6), "stroke"),
      ]
    case .none: []
    }
  }

  private func polygon(_ corners: [Drawing.Point], _ x: Double, _ y: Double) -> Markup {
    Drawing.path(corners.map { (x + $0.x, y + $0.y) }, "mark", isClosed: true)
  }
}
