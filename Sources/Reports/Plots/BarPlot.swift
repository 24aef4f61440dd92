/// Named shares as horizontal bars with intervals, the name to the left and what to know to the right.
package struct BarPlot: Plot {
  /// One bar.
  package struct Bar: Sendable, Equatable {
    /// What it is about.
    package let name: String
    /// Its length.
    package let value: Double
    /// What chance allows; nil where that is not known.
    package let interval: ClosedRange<Double>?
    /// What stands behind it, such as a count.
    package let note: String

    /// Joins them.
    package init(_ name: String, value: Double, interval: ClosedRange<Double>? = nil, note: String = "") {
      self.name = name
      self.value = value
      self.interval = interval
      self.note = note
    }
  }

  /// What stands above it.
  package let heading: String
  /// What it shows, for those who do not see it.
  package let summary: String
  private let axis: Axis
  private let bars: [Bar]
  private let reference: (value: Double, name: String)?
  private let colour: SeriesStyle.Colour
  private let noteTitle: String

  private static let step = 26.0
  private static let top = 30.0

  /// Draws bars from the top down.
  package init(
    _ heading: String, summary: String, axis: Axis, bars: [Bar], noteTitle: String,
    reference: (value: Double, name: String)? = nil, colour: SeriesStyle.Colour = .blue
  ) {
    self.heading = heading
    self.summary = summary
    self.axis = axis
    self.bars = bars
    self.noteTitle = noteTitle
    self.reference = reference
    self.colour = colour
  }

  /// As high as its bars need.
  package var size: PlotSize {
    PlotSize(width: PlotSize.panel.width, height: Self.top + Self.step * Double(bars.count) + 44)
  }

  /// The reference alone: bars are named where they stand.
  package var legend: [LegendEntry] { reference.map { [LegendEntry($0.name, nil)] } ?? [] }

  /// A row for each bar.
  package var table: FigureTable {
    FigureTable(
      header: ["", axis.title, "95 % interval", noteTitle],
      rows: bars.map { bar in
        let ends = bar.interval.map { "\(axis.spelled($0.lowerBound)) to \(axis.spelled($0.upperBound))" }
        return [bar.name, axis.spelled(bar.value), ends ?? "–", bar.note]
      })
  }

  /// The marks and all around them.
  package var drawing: [Markup] {
    let widest = Double(bars.map { min($0.name.count, 22) }.max() ?? 0)
    let notes = Double(bars.map(\.note.count).max() ?? 0)
    let scale = LinearScale(axis.domain, from: 14 + 6.4 * widest, to: size.width - 14 - 6.2 * notes)
    let foot = Self.top + Self.step * Double(bars.count)
    var shapes = [Drawing.text(heading, x: 2, y: 15, "heading")]
    for tick in axis.ticks {
      shapes.append(Drawing.line((scale(tick.value), Self.top), (scale(tick.value), foot), "grid"))
      shapes.append(Drawing.text(tick.label, x: scale(tick.value), y: foot + 16, "tick middle"))
    }
    shapes.append(Drawing.text(axis.title, x: (scale.start + scale.end) / 2, y: foot + 36, "title middle"))
    shapes += bars.enumerated().map { draw($1, at: Self.top + Self.step * (Double($0) + 0.5), scale) }
    if let reference, axis.domain.contains(reference.value) {
      let place = scale(reference.value)
      shapes.append(Drawing.line((place, Self.top), (place, foot), "reference"))
    }
    return shapes
  }

  private func draw(_ bar: Bar, at y: Double, _ scale: LinearScale) -> Markup {
    let end = scale.clamped(bar.value)
    var shapes = [
      Drawing.text(bar.name.shortened(to: 22), x: scale.start - 7, y: y + 4, "tick end"),
      Drawing.text(bar.note, x: scale.end + 8, y: y + 4, "tick"),
      Drawing.rectangle((scale.start, y - 8), (end, y + 8), "fill", opacity: 0.75),
    ]
    if let interval = bar.interval {
      let (low, high) = (scale.clamped(interval.lowerBound), scale.clamped(interval.upperBound))
      shapes += [
        Drawing.line((low, y), (high, y), "whisker"), Drawing.line((low, y - 4), (low, y + 4), "whisker"),
        Drawing.line((high, y - 4), (high, y + 4), "whisker"),
      ]
    }
    return Drawing.group(
      colour.rawValue, [Drawing.hinted("\(bar.name): \(axis.spelled(bar.value)), \(bar.note)", shapes)])
  }
}

extension String {
  /// The text where it fits, else its beginning with an ellipsis.
  func shortened(to count: Int) -> String {
    self.count <= count ? self : prefix(max(count - 1, 0)) + "…"
  }
}
