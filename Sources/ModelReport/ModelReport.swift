import LearningToDefer
import Reports

/// How good a model and its team are on some rows, as one page.
package struct ModelReport: Sendable {
  let evaluation: Evaluation
  let record: TeamRecord
  let classes: [String]
  let experts: [String]
  /// What the page calls the model and the data.
  let names: (model: String, data: String)

  /// Joins an evaluation with what was recorded during it.
  package init(
    _ evaluation: Evaluation, _ record: TeamRecord, _ examples: Examples, names: (model: String, data: String)
  ) {
    self.evaluation = evaluation
    self.record = record
    classes = examples.classes
    experts = examples.experts
    self.names = names
  }

  /// The page.
  package var page: ReportPage {
    ReportPage(
      title: "How good is \(names.model)?",
      lead:
        "\(evaluation.rows) rows of \(names.data), decided by the classifier or by one of \(experts.count) experts.",
      sections: [overview, coverage, reliability, deciders, sets, slices].compactMap(\.self),
      footer: "Made by deferral evaluate. Intervals are 95% ones; those of shares are Wilson's.")
  }

  private var overview: ReportSection {
    let sets = evaluation.conformal
    let scored = [evaluation.classifier] + evaluation.experts
    let rows = scored.reduce(0) { $0 + $1.rows }
    let right = scored.reduce(0) { $0 + $1.correct }
    let interval = rows > 0 ? BinomialInterval.of(successes: right, trials: rows) : nil
    let tiles = [
      (percent(evaluation.systemAccuracy), "right with the team" + (interval.map { ", \(range($0))" } ?? "")),
      (percent(evaluation.classifierAccuracy), "right by the classifier alone"),
      (percent(evaluation.deferralRate), "deferred"),
      (percent(evaluation.meanECE), "calibration error (ECE), mean of experts"),
      (FixedDecimal.text(sets.meanSetSize, places: 2), "experts in a set at alpha = \(sets.alpha)"),
      (percent(sets.falseNegativeRate), "of right experts left out of the set"),
    ]
    return ReportSection(
      id: "overview", heading: "At a glance", short: "At a glance",
      content: [
        Markup(
          "div", ["class": "tiles"],
          tiles.map {
            Markup("div", ["class": "card"], [Markup("b", text: $0.0), Markup("span", text: $0.1)])
          })
      ])
  }

  func percent(_ share: Double?) -> String {
    share.map { FixedDecimal.text($0 * 100, places: 1) + "%" } ?? "–"
  }

  func range(_ interval: ClosedRange<Double>) -> String {
    "\(percent(interval.lowerBound)) to \(percent(interval.upperBound))"
  }

  func text(_ words: String) -> Markup { Markup("p", ["class": "setup"], text: words) }
}
