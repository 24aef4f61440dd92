import Reports
import Testing

struct PlotTests {
  private func parsed(_ plot: any Plot) throws -> ParsedMarkup {
    try #require(ParsedMarkup(Markup("svg", [:], plot.drawing).source))
  }

  @Test func `a line plot has a marker and a hint for each point`() throws {
    let drawing = try parsed(SamplePlots.line)
    #expect(drawing.named("circle").count == 3)
    let hints = drawing.named("title").map(\.text)
    #expect(hints.contains("\(SamplePlots.name), x 1: 25.0% ± 5.0%"))
    #expect(hints.contains("\(SamplePlots.name), x 4: 75.0% (60.0% to 80.0%)"))
  }

  @Test func `a marker stands where the axes say`() throws {
    let drawing = try parsed(SamplePlots.line)
    let ticks = drawing.named("text").filter { $0.attributes["class"] == "tick end" }
    let y = { (label: String) in
      ticks.first { $0.text == label }.flatMap { Double($0.attributes["y"] ?? "") }.map { $0 - 4 }
    }
    let (none, whole) = (try #require(y("0%")), try #require(y("100%")))
    let heights = drawing.named("circle").compactMap { Double($0.attributes["cy"] ?? "") }
    for (height, share) in zip(heights, [0.25, 0.5, 0.75]) {
      #expect(abs(height - (none + (whole - none) * share)) < 0.02)
    }
  }

  @Test func `tables hold what is drawn`() {
    #expect(SamplePlots.line.table.rows.first == ["1", "25.0% ± 5.0%", "10.0%"])
    #expect(SamplePlots.line.table.rows.last == ["4", "75.0% (60.0% to 80.0%)", "–"])
    #expect(SamplePlots.bars.table.rows.first == [SamplePlots.name, "40.0%", "20.0% to 70.0%", "12 rows"])
    #expect(SamplePlots.columns.table.rows[1] == ["1", "80.0%", "8 rows"])
    #expect(SamplePlots.reliability.table.rows[1] == ["80.0%", "70.0%", "60.0% to 80.0%", "160"])
    #expect(SamplePlots.heatmap.table.rows[1] == ["second", "–", "40.0%"])
  }

  @Test func `an unlit cell of a heat map is lighter than a lit one`() throws {
    let boxes = try parsed(SamplePlots.heatmap).named("rect").compactMap { $0.attributes["fill-opacity"] }
    #expect(boxes == ["0.9", "0.14", "0.04", "0.42"])
  }

  @Test func `a legend names each look once`() {
    let twice = ReportFigure(id: "x", caption: "", panels: [SamplePlots.line, SamplePlots.line])
    #expect(twice.legend.map(\.name) == [SamplePlots.name, "other", "alpha", "y = x"])
  }

  @Test func `a plot without points is an empty frame`() throws {
    let empty = LinePlot("e", summary: "", x: Axis("x", at: []), y: Axis("y", covering: []), series: [])
    #expect(try !parsed(empty).named("text").isEmpty)
    #expect(empty.table.rows.isEmpty)
    let diagram = ReliabilityPlot("r", summary: "", bins: [])
    #expect(try parsed(diagram).named("circle").isEmpty)
  }

  @Test func `marks outside of the axes are drawn at the edge`() throws {
    let plot = LinePlot(
      "p", summary: "", x: Axis("x", at: [1]), y: Axis("y", domain: 0...1),
      series: [Series("s", [.init(x: 1, y: 7)], SeriesStyle(.blue))])
    let drawing = try parsed(plot)
    #expect(drawing.named("circle").first?.attributes["cy"] == "52")
  }
}
