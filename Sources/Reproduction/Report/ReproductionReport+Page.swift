import Reports

extension ReproductionReport {
  /// The page for people.
  var page: ReportPage {
    ReportPage(
      title: "Learning to Defer to Multiple Experts, reproduced on \(setting.data.name)",
      lead:
        "The experiments of Verma, Barrejón and Nalisnick (2023), run again on other data. Every figure is laid out like "
        + "the paper's; below it stands what the paper found, what was found here, and whether they agree.",
      sections: [overview] + experiments.map(section), footer: footer)
  }

  private var overview: ReportSection {
    let items = experiments.flatMap { experiment in
      experiment.claims(results, setting).map { claim in
        Markup(
          "li", [:],
          [
            Markup("a", ["href": "#\(experiment.id)"], text: claim.panel), Markup("span", text: claim.paper),
            claim.verdict.markup,
          ])
      }
    }
    return ReportSection(
      id: "overview", heading: "At a glance", short: "At a glance",
      content: [
        tiles, Markup("p", ["class": "setup"], text: method),
        Markup("h3", text: "What the paper says, by figure, and whether it holds here"),
        Markup("ul", ["class": "glance"], items),
      ])
  }

  private var tiles: Markup {
    let all = claims
    return Markup(
      "div", ["class": "tiles"],
      Verdict.allCases.map { verdict in
        let count = all.count { $0.verdict == verdict }
        return Markup(
          "div", ["class": "card"],
          [Markup("b", ["class": verdict.look], text: "\(count)"), Markup("span", text: verdict.words)])
      })
  }

  private var method: String {
    let rows = setting.data.split(setting.scale, seed: 1)
    return """
      Each point is the mean of \(setting.scale.seeds) seeds, with its standard error. A seed draws the experts once, the \
      initial weights and the order of the rows; \(rows.training.count) rows train, \(rows.calibration.count) fit the sets \
      and \(rows.test.count) are measured on. The model is a perceptron with one layer of 128 units, trained for \
      \(setting.scale.epochs) epochs by Adam (rate 0.001, weight decay 0.0005, batches of 256) on standardised features. A \
      verdict is computed from the differences paired by seed and their 95% intervals (Student's t, each by itself): it \
      agrees where every interval says so, and does not agree where one says the opposite. All seeds share the test rows \
      where the data come with a test set, so the intervals hold for these rows.
      """
  }

  private func section(_ experiment: any Experiment) -> ReportSection {
    var content = [
      Markup("p", ["class": "setup"], text: experiment.setUp(setting)),
      experiment.figure(results, setting).markup,
    ]
    content.append(Markup("ul", ["class": "claims"], experiment.claims(results, setting).map(\.markup)))
    if let appendix = experiment.appendix(results, setting) {
      content += [Markup("h3", text: "The experts (the appendix's table)"), appendix.markup]
    }
    return ReportSection(
      id: experiment.id, heading: experiment.heading,
      short: "Figure \(experiment.panels.joined(separator: ", "))",
      content: content)
  }

  private var footer: String {
    "Made by deferral reproduce from \(setting.data.name) (SHA-256 \(setting.data.digest.prefix(12))…), "
      + "scale \(setting.scale.name). The numbers stand in results.json and results.csv beside this page, every trial's "
      + "in trials.jsonl."
  }
}

extension Experiment {
  /// Its title with the paper's figures.
  var heading: String { "\(title) (Figure \(panels.joined(separator: ", ")))" }
}

extension Verdict {
  /// The stylesheet's class.
  fileprivate var look: String {
    switch self {
    case .agrees, .leans: "good"
    case .open: "open"
    case .disagrees: "bad"
    }
  }

  /// A sign of its own beside the colour.
  package var sign: String {
    switch self {
    case .agrees: "✓"
    case .leans: "≈"
    case .open: "?"
    case .disagrees: "✗"
    }
  }

  fileprivate var markup: Markup {
    Markup("span", ["class": "verdict \(look)"], text: "\(sign) \(words)")
  }
}

extension Claim {
  fileprivate var markup: Markup {
    Markup(
      "li", ["class": "card"],
      [
        Markup("p", [:], [verdict.markup, .text(" · Figure \(panel)")]),
        Markup("p", [:], [Markup("b", text: "The paper: "), .text(paper)]),
        Markup("p", [:], [Markup("b", text: "Here: "), .text(found)]),
      ])
  }
}
