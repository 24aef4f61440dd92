import LearningToDefer
import Reports

extension ModelReport {
  private static let shownColumns = 12
  private static let shownRows = 25
  private static let shownSlices = 16

  /// Who decides on which class; nil without true labels.
  var deciders: ReportSection? {
    let counts = record.decided.map { $0.reduce(0, +) }
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    let rows = largest(counts, Self.shownRows)
    let makers = largest(evaluation.experts.map(\.decided), Self.shownColumns - 1)
    let hidden = experts.indices.filter { !makers.contains($0) }
    let share = { (row: Int, count: Int) in counts[row] > 0 ? Double(count) / Double(counts[row]) : nil }
    let shares = rows.map { row in
      let own = [0] + makers.map { $0 + 1 }
      let others = hidden.reduce(0) { $0 + record.decided[row][$1 + 1] }
      return own.map { share(row, record.decided[row][$0]) } + (hidden.isEmpty ? [] : [share(row, others)])
    }
    let columns =
      ["classifier"] + makers.map { experts[$0] } + (hidden.isEmpty ? [] : ["\(hidden.count) others"])
    let plot = Heatmap(
      "Who decides, in % of a class's rows",
      summary: "Share of each true class's rows by who decides on them.",
      rows: rows.map { classes[$0] }, columns: columns, shares: shares)
    let left = classes.count - rows.count
    let figure = ReportFigure(
      id: "deciders-figure",
      caption: "Each row of cells is a true class and adds up to 100%."
        + (left > 0 ? " \(left) classes with fewer rows are not shown." : ""), panels: [plot])
    return ReportSection(
      id: "deciders", heading: "Who decides what", short: "Deciders", content: [figure.markup])
  }

  /// Places of the largest counts, in the order of the places.
  private func largest(_ counts: [Int], _ limit: Int) -> [Int] {
    counts.indices.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }.prefix(limit)
      .sorted()
  }

  /// Where the system fares worst; nil without scored rows.
  var slices: ReportSection? {
    guard !record.slices.isEmpty, let whole = evaluation.systemAccuracy else { return nil }
    // By the upper end: a slice is bad where even the kindest reading of its rows is.
    let worst = record.slices.map {
      (name: name($0.key), tally: $0.value, high: $0.value.interval.upperBound)
    }
    .sorted { $0.high == $1.high ? $0.name < $1.name : $0.high < $1.high }.prefix(Self.shownSlices)
    let bars = worst.map { slice in
      BarPlot.Bar(
        slice.name, value: slice.tally.accuracy, interval: slice.tally.interval,
        note: "\(slice.tally.rows) row\(slice.tally.rows == 1 ? "" : "s")")
    }
    let ends = bars.flatMap {
      [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? 1, 0]
    }
    let plot = BarPlot(
      "The worst slices", summary: "Share of right final answers by slice, with 95 % intervals and rows.",
      axis: Axis("right answers", covering: ends + [whole], format: .percent, within: 0...1), bars: bars,
      noteTitle: "rows", reference: (whole, "all rows: \(percent(whole))"))
    let figure = ReportFigure(
      id: "slices-figure",
      caption:
        "\(worst.count) of \(record.slices.count) slices, by true class, by who decides, and by group where rows belong "
        + "together. They are ordered by the upper end of their interval, so that a few unlucky rows do not come first.",
      panels: [plot])
    return ReportSection(
      id: "slices", heading: "Where it fares worst", short: "Slices", content: [figure.markup])
  }

  private func name(_ slice: Slice) -> String {
    switch slice {
    case .truth(let label): "class \(classes[label])"
    case .maker(let place): "by \(place == 0 ? "classifier" : experts[place - 1])"
    case .group(let name): "group \(name)"
    }
  }
}
