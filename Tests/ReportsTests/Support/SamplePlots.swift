import Reports

/// One plot of each kind, with names that need escaping.
enum SamplePlots {
  static let name = "a < b & \"c\""

  static let line = LinePlot(
    "A line", summary: "Two curves.", x: Axis("x", at: [1, 2, 4]),
    y: Axis("share", domain: 0...1, format: .percent),
    series: [
      Series(
        name,
        [
          .init(x: 1, mean: 0.25, standardError: 0.05), .init(x: 2, mean: 0.5, standardError: nil),
          .init(x: 4, y: 0.75, interval: 0.6...0.8),
        ], SeriesStyle(.blue, .circle)),
      Series("other", [.init(x: 1, y: 0.1)], SeriesStyle(.orange, .square, .dashed)),
    ], references: [.level(0.1, name: "alpha"), .diagonal(name: "y = x")])

  static let bars = BarPlot(
    "Bars", summary: "Shares.", axis: Axis("right", domain: 0...1, format: .percent),
    bars: [
      .init(name, value: 0.4, interval: 0.2...0.7, note: "12 rows"), .init("b", value: 0.9, note: "3 rows"),
    ], noteTitle: "rows", reference: (0.8, "mean"))

  static let columns = ColumnPlot(
    "Columns", summary: "Sizes.", x: Axis("size", at: [0, 1, 2]),
    y: Axis("rows", domain: 0...1, format: .percent),
    columns: [(0, 0.2, "2 rows"), (1, 0.8, "8 rows"), (2, 0, "no rows")])

  static let reliability = ReliabilityPlot(
    "Reliability", summary: "Confidence against accuracy.",
    bins: [
      .init(confidence: 0.2, accuracy: 0.25, interval: 0.1...0.4, rows: 40),
      .init(confidence: 0.8, accuracy: 0.7, interval: 0.6...0.8, rows: 160),
    ])

  static let heatmap = Heatmap(
    "Who decides", summary: "Shares.", rows: [name, "second"], columns: ["classifier", "ann"],
    shares: [[0.9, 0.1], [nil, 0.4]])

  static let all: [any Plot] = [line, bars, columns, reliability, heatmap]

  static let figure = ReportFigure(id: "sample", caption: "All kinds.", panels: all, columns: 3)
}
