/// The few shapes that all plots are made of; looks come from classes of the stylesheet.
enum Drawing {
  typealias Point = (x: Double, y: Double)

  static func line(_ from: Point, _ to: Point, _ name: String) -> Markup {
    Markup(
      "line",
      [
        "class": name, "x1": FixedDecimal.coordinate(from.x), "y1": FixedDecimal.coordinate(from.y),
        "x2": FixedDecimal.coordinate(to.x), "y2": FixedDecimal.coordinate(to.y),
      ])
  }

  static func text(_ text: String, x: Double, y: Double, _ name: String) -> Markup {
    Markup(
      "text", ["class": name, "x": FixedDecimal.coordinate(x), "y": FixedDecimal.coordinate(y)], text: text)
  }

  static func path(_ points: [Point], _ name: String, isClosed: Bool = false) -> Markup {
    let steps = points.enumerated().map { index, point in
      (index == 0 ? "M" : "L") + FixedDecimal.coordinate(point.x) + " " + FixedDecimal.coordinate(point.y)
    }
    return Markup("path", ["class": name, "d": steps.joined() + (isClosed ? "Z" : "")])
  }

  /// A rectangle between two corners.
  static func rectangle(_ from: Point, _ to: Point, _ name: String, opacity: Double? = nil) -> Markup {
    let corner = (
      x: FixedDecimal.coordinate(min(from.x, to.x)), y: FixedDecimal.coordinate(min(from.y, to.y))
    )
    let size = (
      width: FixedDecimal.coordinate(abs(to.x - from.x)), height: FixedDecimal.coordinate(abs(to.y - from.y))
    )
    guard let opacity else {
      return Markup(
        "rect", ["class": name, "x": corner.x, "y": corner.y, "width": size.width, "height": size.height])
    }
    return Markup(
      "rect",
      [
        "class": name, "x": corner.x, "y": corner.y, "width": size.width, "height": size.height,
        "fill-opacity": FixedDecimal.coordinate(opacity),
      ])
  }

  static func group(_ name: String, _ children: [Markup]) -> Markup {
    Markup("g", ["class": name], children)
  }

  /// Marks that say what they are when one rests on them.
  static func hinted(_ hint: String, _ children: [Markup]) -> Markup {
    Markup("g", [:], [Markup("title", text: hint)] + children)
  }
}
