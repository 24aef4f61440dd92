/// Confidence against accuracy, bin by bin, with what chance allows and how many rows each bin has.
package struct ReliabilityPlot: Plot {
  /// One bin.
  package struct Bin: Sendable, Equatable {
    /// The mean confidence.
    package let confidence: Double
    /// The share that was right.
    package let accuracy: Double
    /// What chance allows about it.
    package let interval: ClosedRange<Double>
    /// Its rows.
    package let rows: Int

    /// Joins them.
    package init(confidence: Double, accuracy: Double, interval: ClosedRange<Double>, rows: Int) {
      self.confidence = confidence
      self.accuracy = accuracy
      self.interval = interval
      self.rows = rows
    }
  }

  /// What stands above it.
  package let heading: String
  /// What it shows, for those who do not see it.
  package let summary: String
  /// Its natural size.
  package let size = PlotSize(width: 280, height: 300)
  private let bins: [Bin]
  private let colour: SeriesStyle.Colour

  private static let diagonal = "perfect calibration"
  private static let x = Axis("confidence", domain: 0...1, format: .percent)
  private static let y = Axis("share that was right", domain: 0...1, format: .percent)

  /// Draws bins with rows, by rising confidence.
  package init(_ heading: String, summary: String, bins: [Bin], colour: SeriesStyle.Colour = .blue) {
    self.heading = heading
    self.summary = summary
    self.bins = bins
    self.colour = colour
  }

  /// The curve and the diagonal.
  package var legend: [LegendEntry] {
    [
      LegendEntry("share right, with its 95 % interval", SeriesStyle(colour)),
      LegendEntry(Self.diagonal, nil),
    ]
  }

  /// A row for each bin.
  package var table: FigureTable {
    FigureTable(
      header: ["confidence", "right", "95 % interval", "rows"],
      rows: bins.map { bin in
        let ends = [bin.interval.lowerBound, bin.interval.upperBound].map(Self.y.spelled)
        return [
          Self.x.spelled(bin.confidence), Self.y.spelled(bin.accuracy), ends.joined(separator: " to "),
          "\(bin.rows)",
        ]
      })
  }

  /// The marks and all around them.
  package var drawing: [Markup] {
    let frame = Frame(heading, x: Self.x, y: Self.y, size: size)
    let diagonal = ReferenceLine.diagonal(name: Self.diagonal).markup(in: frame).map { [$0] } ?? []
    let place = { (bin: Bin) in (x: frame.x(bin.confidence), y: frame.y(bin.accuracy)) }
    let line = Drawing.path(bins.map(place), "curve solid")
    let marks = bins.map { bin in
      let (x, y) = place(bin)
      let hint =
        "confidence \(Self.x.spelled(bin.confidence)): \(Self.y.spelled(bin.accuracy)) right of \(bin.rows) rows"
      return Drawing.hinted(hint, SeriesStyle(colour).mark(x, y))
    }
    let curve = Drawing.group(colour.rawValue, counts(frame) + band(frame) + [line] + marks)
    return frame.markup + diagonal + (bins.isEmpty ? [] : [curve])
  }

  private func band(_ frame: Frame) -> [Markup] {
    guard bins.count > 1 else { return [] }
    let upper = bins.map { (x: frame.x($0.confidence), y: frame.y($0.interval.upperBound)) }
    let lower = bins.reversed().map { (x: frame.x($0.confidence), y: frame.y($0.interval.lowerBound)) }
    return [Drawing.path(upper + lower, "band", isClosed: true)]
  }

  /// Columns at the foot, a sixth of the height at most.
  private func counts(_ frame: Frame) -> [Markup] {
    guard let most = bins.map(\.rows).max() else { return [] }
    let height = (frame.y.start - frame.y.end) / 6
    return bins.map { bin in
      let x = frame.x(bin.confidence)
      let top = frame.y.start - height * Double(bin.rows) / Double(most)
      return Drawing.rectangle((x - 3, frame.y.start), (x + 3, top), "fill", opacity: 0.3)
    }
  }
}
