import LearningToDefer
import Reports

extension ModelReport {
  /// Accuracy against coverage; nil where no row has both the truth and the best expert's label.
  var coverage: ReportSection? {
    guard let curve = evaluation.coverage else { return nil }
    let points = curve.points.map { Series.Point(x: $0.coverage, y: $0.accuracy) }
    var series = [Series("at every threshold", points, SeriesStyle(.blue, .none))]
    if let rate = evaluation.deferralRate, let accuracy = evaluation.systemAccuracy {
      series.append(
        Series("as it decides", [.init(x: 1 - rate, y: accuracy)], SeriesStyle(.orange, .diamond)))
    }
    let plot = LinePlot(
      "Accuracy against coverage",
      summary: "Share of right final answers against the share of rows that the classifier answers itself.",
      x: Axis("share that the classifier answers", domain: 0...1, format: .percent),
      y: Axis("right answers", covering: series.flatMap(\.extent), format: .percent, within: 0...1),
      series: series)
    let figure = ReportFigure(
      id: "coverage-figure",
      caption:
        "From everything deferred (left) to nothing (right), over the rows whose truth and best expert's "
        + "label are known. Area under the curve: \(percent(curve.area)).", panels: [plot])
    return ReportSection(
      id: "coverage", heading: "What deferring buys", short: "Coverage",
      content: [
        text(
          "A budget moves the system along this curve: left of its highest point experts are asked more than they help, right "
            + "of it less."), figure.markup,
      ])
  }

  /// One diagram for the classifier and each expert, those who decide most first.
  var reliability: ReportSection? {
    let limit = 24
    let order = experts.indices.sorted {
      let (left, right) = (evaluation.experts[$0].decided, evaluation.experts[$1].decided)
      return left == right ? $0 < $1 : left > right
    }
    let shown = order.prefix(limit).filter { evaluation.expertCalibration[$0].rows > 0 }.sorted()
    let own = evaluation.classifierCalibration
    let panels =
      (own.rows > 0 ? [diagram("classifier", own, .violet)] : [])
      + shown.map { diagram(experts[$0], evaluation.expertCalibration[$0], .blue) }
    guard !panels.isEmpty else { return nil }
    let left = experts.count - shown.count
    let figure = ReportFigure(
      id: "reliability-figure",
      caption:
        "Points on the diagonal are honest estimates; below it they promise too much. The band is the 95% interval of "
        + "each bin's share, the columns at the foot its rows."
        + (left > 0
          ? " \(left) experts without rows or beyond the \(limit) who decide most are not shown." : ""),
      panels: panels, columns: 4)
    return ReportSection(
      id: "reliability", heading: "Can the estimates be believed?", short: "Reliability",
      content: [
        text("The estimated probability of being right against how often it was, in 15 bins of equal width."),
        figure.markup,
      ])
  }

  private func diagram(
    _ name: String, _ measures: CalibrationMeasures, _ colour: SeriesStyle.Colour
  ) -> any Plot {
    ReliabilityPlot(
      "\(name)  ECE \(percent(measures.expectedCalibrationError))",
      summary: "How often \(name) was right against the estimated probability of it.",
      bins: measures.reliability.points.map {
        .init(confidence: $0.confidence, accuracy: $0.accuracy, interval: $0.interval, rows: $0.rows)
      }, colour: colour)
  }

  /// Sizes of sets and their error rate; nil without deferred rows that everybody labelled.
  var sets: ReportSection? {
    let curve = record.sets
    guard curve.rows > 0 else { return nil }
    let figure = ReportFigure(
      id: "sets-figure",
      caption: "Over \(curve.rows) deferred rows that everybody in the calibrated pool labelled."
        + (curve.points.isEmpty ? " The model has no calibration: a set is everybody." : ""),
      panels: [sizes(curve)] + (curve.points.isEmpty ? [] : [rates(curve), meanSizes(curve)]))
    return ReportSection(
      id: "sets", heading: "Sets of experts", short: "Sets",
      content: [
        text(
          "A set is made to leave out at most the share alpha of the right experts, in the mean over rows: the observed rate "
            + "should keep to the line or below it, and a set should not be larger than that needs."),
        figure.markup,
      ])
  }

  private func sizes(_ curve: SetCurve) -> any Plot {
    let shares = curve.sizes.map { Double($0) / Double(curve.rows) }
    return ColumnPlot(
      "Set size at alpha = \(evaluation.conformal.alpha)",
      summary: "Share of deferred rows by the size of their set.",
      x: Axis("experts in the set", at: curve.sizes.indices.map(Double.init)),
      y: Axis(
        "share of deferred rows", covering: shares, format: .percent, includingZero: true, within: 0...1),
      columns: shares.indices.map { (Double($0), shares[$0], "\(curve.sizes[$0]) rows") })
  }

  private func rates(_ curve: SetCurve) -> any Plot {
    let points = curve.points.map { point in
      let half = 1.96 * point.error
      return Series.Point(
        x: point.alpha, y: point.falseNegativeRate,
        interval: max(0, point.falseNegativeRate - half)...min(1, point.falseNegativeRate + half))
    }
    let series = [Series("observed, with its 95 % interval", points, SeriesStyle(.blue, .none))]
    return LinePlot(
      "Observed FNR against alpha",
      summary: "Mean share of right experts left out against alpha, with the line of alpha.",
      x: Axis("alpha", domain: 0...0.5, format: .percent),
      y: Axis(
        "false negative rate", covering: series.flatMap(\.extent) + [0.5], format: .percent,
        includingZero: true, within: 0...1), series: series, references: [.diagonal(name: "alpha")])
  }

  private func meanSizes(_ curve: SetCurve) -> any Plot {
    let points = curve.points.map { Series.Point(x: $0.alpha, y: $0.meanSize) }
    return LinePlot(
      "Mean set size against alpha", summary: "Mean number of experts in a set against alpha.",
      x: Axis("alpha", domain: 0...0.5, format: .percent),
      y: Axis("experts in the set", covering: points.map(\.y), includingZero: true),
      series: [Series("mean size", points, SeriesStyle(.blue, .none))])
  }
}
