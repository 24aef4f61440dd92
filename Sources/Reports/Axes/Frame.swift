/// What surrounds a plot: its titles, grid, axes and labels; inside is where marks go.
struct Frame {
  let x: LinearScale
  let y: LinearScale
  let size: PlotSize
  private let heading: String
  private let axes: (x: Axis, y: Axis)

  private static let top = 52.0
  private static let bottom = 46.0
  private static let right = 14.0

  init(_ heading: String, x: Axis, y: Axis, size: PlotSize) {
    let widest = y.ticks.map(\.label.count).max() ?? 0
    let left = 14 + 6.6 * Double(widest)
    self.heading = heading
    self.size = size
    axes = (x, y)
    self.x = LinearScale(x.domain, from: left, to: size.width - Self.right)
    self.y = LinearScale(y.domain, from: size.height - Self.bottom, to: Self.top)
  }

  /// What lies behind the marks.
  var markup: [Markup] {
    titles + axes.y.ticks.flatMap(gridLine) + axes.x.ticks.flatMap(mark) + [baseline]
  }

  private var titles: [Markup] {
    [
      Drawing.text(heading, x: 2, y: 15, "heading"),
      Drawing.text(axes.y.title, x: 2, y: 35, "title"),
      Drawing.text(axes.x.title, x: (x.start + x.end) / 2, y: size.height - 8, "title middle"),
    ]
  }

  private func gridLine(_ tick: Axis.Tick) -> [Markup] {
    let place = y(tick.value)
    return [
      Drawing.line((x.start, place), (x.end, place), "grid"),
      Drawing.text(tick.label, x: x.start - 7, y: place + 4, "tick end"),
    ]
  }

  private func mark(_ tick: Axis.Tick) -> [Markup] {
    let place = x(tick.value)
    return [
      Drawing.line((place, y.start), (place, y.start + 4), "axis"),
      Drawing.text(tick.label, x: place, y: y.start + 18, "tick middle"),
    ]
  }

  private var baseline: Markup { Drawing.line((x.start, y.start), (x.end, y.start), "axis") }
}
