import LearningToDefer
import Reports

/// Figure 4: experts who know one class each, and more and more of the others' (Appendix D.1).
struct GradualOverlap: Experiment {
  private static let experts = 10
  private static let probabilities = [0.1, 0.2, 0.4, 0.6, 0.8, 0.95]
  private static let surrogates: [SurrogateName] = [.oneVsAll, .softmax]

  let id = "gradual-overlap"
  let title = "Experts whose knowledge overlaps more and more"
  let panels = ["4a", "4b", "4c"]

  func trials(_ setting: Setting) -> [Trial] {
    setting.trials(over: Self.probabilities, Self.surrogates) {
      Self.trial(setting, probability: $0, surrogate: $1, seed: $2)
    }
  }

  private static func trial(
    _ setting: Setting, probability: Double, surrogate: SurrogateName, seed: Int
  ) -> Trial {
    Trial(condition(probability, surrogate), seed: seed) {
      let classes = setting.data.examples.classes.count
      let pool = (0..<experts).map { place in
        SimulatedExpert(
          name: "expert-\(place + 1)",
          kind: .oracle(classes: [place % classes], probabilityElsewhere: probability))
      }
      let system = try TrainedSystem(
        surrogate, examples: setting.data.examples.simulating(pool, seed: UInt64(seed)),
        split: setting.data.split(setting.scale, seed: UInt64(seed)), setting: setting, seed: seed)
      return SetMeasurement(system, alpha: setting.alpha).figures
    }
  }

  private static func condition(_ probability: Double, _ surrogate: SurrogateName) -> String {
    "gradual-overlap/probability=\(FixedDecimal.text(probability, places: 2))/\(surrogate.rawValue)"
  }

  func setUp(_ setting: Setting) -> String {
    """
    Ten experts, each an oracle on one class, and right elsewhere with a probability that rises from 10% to 95%. Sets are \
    cut at alpha = 0.1.
    """
  }

  func figure(_ results: TrialResults, _ setting: Setting) -> ReportFigure {
    let sizes = SetStatistic.allCases.flatMap { series("size", $0, results) }
    let rates = SetStatistic.allCases.flatMap { series("fnr", $0, results) }
    let naive = series("vote", .naive, results) + fixed(results)
    let regularised = series("vote", .paper, results) + series("vote", .exact, results) + fixed(results)
    let y = Axis(
      "right answers", covering: (naive + regularised).flatMap(\.extent), format: .percent, within: 0...1)
    return ReportFigure(
      id: id,
      caption:
        "Figure 4. The mean size of the sets (4a) with the false negative rate observed beside it, and the accuracy "
        + "of the system that takes the vote of naive (4b) and of regularised sets (4c), against a fixed five. Bars are one "
        + "standard error over seeds.",
      panels: [
        panel("4a  Set size", sizes, Axis("mean set size", domain: 0...10)),
        panel(
          "4a  Observed FNR", rates,
          Axis(
            "false negative rate", covering: rates.flatMap(\.extent) + [setting.alpha * 1.2],
            format: .percent,
            includingZero: true, within: 0...1), [.level(setting.alpha, name: "alpha = 0.1")]),
        panel("4b  Vote of naive sets", naive, y), panel("4c  Vote of regularised sets", regularised, y),
      ], columns: 2)
  }

  private func series(_ measure: String, _ statistic: SetStatistic, _ results: TrialResults) -> [Series] {
    Self.surrogates.map { surrogate in
      results.series(
        "\(statistic.figureName), \(surrogate.figureName)", statistic.look(surrogate.look.colour),
        over: Self.probabilities
      ) { Figure(Self.condition(Self.probabilities[$0], surrogate), "\(measure).\(statistic.rawValue)") }
    }
  }

  private func fixed(_ results: TrialResults) -> [Series] {
    Self.surrogates.map { surrogate in
      results.series(
        "fixed five, \(surrogate.figureName)", SeriesStyle(surrogate.look.colour, .cross, .solid),
        over: Self.probabilities
      ) { Figure(Self.condition(Self.probabilities[$0], surrogate), "five") }
    }
  }

  private func panel(
    _ heading: String, _ series: [Series], _ y: Axis, _ references: [ReferenceLine] = []
  ) -> LinePlot {
    LinePlot(
      heading, summary: "\(y.title) against the probability of being right outside of one's own class.",
      x: Axis(
        "probability of being right elsewhere", at: Self.probabilities,
        labels: ["10%", "20%", "40%", "60%", "80%", "95%"]), y: y, series: series, references: references)
  }

  func claims(_ results: TrialResults, _ setting: Setting) -> [Claim] {
    [wholePool(results), grow(results), naiveVote(results), dropsLow(results)]
  }

  private func figures(_ name: String) -> [Figure] {
    Self.probabilities.map { Figure(Self.condition($0, .oneVsAll), name) }
  }

  private func means(_ name: String, _ results: TrialResults, scale: Double = 1) -> String {
    Spelling.row(figures(name).map { results.mean($0) }, scale: scale, places: 1)
  }

  /// "Nearly the whole pool" is taken as more than eight of ten.
  private func wholePool(_ results: TrialResults) -> Claim {
    let beyond = figures("size.naive").compactMap { results.summary(of: [$0]) { $0[0] - 8 } }
    return Claim(
      "4a", paper: "Naive sets are nearly the whole pool.",
      found:
        "OvA's naive sets have \(means("size.naive", results)) of ten experts; nearly the whole pool is taken to mean "
        + "more than eight.", verdict: .allAbove(beyond))
  }

  private func grow(_ results: TrialResults) -> Claim {
    let sizes = figures("size.paper")
    let steps = zip(sizes.dropFirst(), sizes).compactMap { results.difference($0, $1) }
    return Claim(
      "4a", paper: "Regularised sets grow with the overlap.",
      found: "OvA's sets have \(means("size.paper", results)) experts by the paper's statistic and "
        + "\(means("size.exact", results)) by the exact one.", verdict: .allAbove(steps))
  }

  private func naiveVote(_ results: TrialResults) -> Claim {
    let gaps = zip(figures("vote.naive"), figures("five")).compactMap { results.difference($0, $1) }
    return Claim(
      "4b", paper: "The vote of naive sets is slightly better than the fixed five.",
      found: "OvA's naive vote less the fixed five: "
        + gaps.map { Spelling.points($0) }.joined(separator: ", ")
        + ".", verdict: .allAbove(gaps))
  }

  private func dropsLow(_ results: TrialResults) -> Claim {
    let gaps = zip(figures("vote.paper"), figures("five")).prefix(2).compactMap {
      results.difference($0, $1)
    }
    return Claim(
      "4c", paper: "At low overlap the vote of regularised sets falls behind the fixed five.",
      found: "OvA's vote by the paper's statistic less the fixed five, at 10% and 20%: "
        + gaps.map { Spelling.points($0) }.joined(separator: ", ") + ".", verdict: .allBelow(gaps))
  }
}
