import LearningToDefer
import Reports

/// Figure 3: whether sets of experts find those who know, and whether their vote helps.
struct ConformalIdentification: Experiment {
  /// What the experts do where they know nothing.
  enum Noise: String, CaseIterable, Sendable {
    /// They are always wrong.
    case without
    /// They label at random.
    case with
  }

  static let experts = 10
  static let oracles = Array(1...10)
  static let surrogates: [SurrogateName] = [.oneVsAll, .softmax]

  let id = "conformal-identification"
  let title = "Sets of experts: who knows?"
  let panels = ["3a", "3b", "3c"]

  func trials(_ setting: Setting) -> [Trial] {
    setting.seeds.flatMap { seed in
      Noise.allCases.flatMap { noise in
        Self.oracles.flatMap { oracles in
          Self.surrogates.map {
            Self.trial(setting, noise: noise, oracles: oracles, surrogate: $0, seed: seed)
          }
        }
      }
    }
  }

  private static func trial(
    _ setting: Setting, noise: Noise, oracles: Int, surrogate: SurrogateName, seed: Int
  ) -> Trial {
    Trial(condition(noise, oracles, surrogate), seed: seed) {
      let known = places(seed: seed).prefix(oracles)
      let pool = pool(noise, oracles: Set(known), classes: setting.data.randomClasses(seed: UInt64(seed)))
      let system = try TrainedSystem(
        surrogate, examples: setting.data.examples.simulating(pool, seed: UInt64(seed)),
        split: setting.data.split(setting.scale, seed: UInt64(seed)), setting: setting, seed: seed)
      return SetMeasurement(system, alpha: setting.alpha, known: ExpertSet(known, of: experts)).figures
    }
  }

  /// The experts in a random order; the first become oracles, so that who is one stays one as their number grows.
  private static func places(seed: Int) -> [Int] {
    var generator = SeededGenerator(seed: UInt64(seed))
    var places = Array(0..<experts)
    generator.shuffle(&places)
    return places
  }

  private static func pool(_ noise: Noise, oracles: Set<Int>, classes: Set<Int>) -> [SimulatedExpert] {
    (0..<experts).map { place in
      let known = oracles.contains(place) ? classes : []
      let kind: SimulatedExpert.Kind =
        noise == .without
        ? .oracle(classes: known, probabilityElsewhere: 0) : .specialist(probability: 1, classes: known)
      return SimulatedExpert(name: "expert-\(place + 1)", kind: kind)
    }
  }

  static func condition(_ noise: Noise, _ oracles: Int, _ surrogate: SurrogateName) -> String {
    "conformal-identification/noise=\(noise.rawValue)/oracles=\(oracles)/\(surrogate.rawValue)"
  }

  func setUp(_ setting: Setting) -> String {
    """
    Ten experts, of whom one to ten, at random places, are oracles on the same \(setting.data.firstClasses.count) randomly \
    drawn classes. The others, and everybody on other classes, are always wrong (3a, no noise) or label at random (3b, with \
    noise). A row of the oracles' classes is known to n experts, so the wished set has n members: the line y = x. Sets are cut \
    at alpha = 0.1, and the false negative rate is the mean share of right experts whom the set leaves out.
    """
  }

  func figure(_ results: TrialResults, _ setting: Setting) -> ReportFigure {
    ReportFigure(
      id: id,
      caption:
        "Figure 3. Above, the mean size of the sets on deferred rows (3a without, 3b with noise). In the middle, the "
        + "false negative rate that those sets were observed to have: a small set above the line of alpha is no success. "
        + "Below, the accuracy of the system that takes the set's majority vote on deferral, and of a fixed ensemble of five "
        + "(3c, without and with noise). Bars are one standard error over seeds.",
      panels: Noise.allCases.map { sizes($0, results) }
        + Noise.allCases.map { falseNegatives($0, results, setting) }
        + Noise.allCases.map { votes($0, results) },
      columns: 2)
  }

  private static let x = Axis("oracles among ten experts", at: oracles.map(Double.init))

  private func series(_ measure: String, _ noise: Noise, _ results: TrialResults) -> [Series] {
    Self.surrogates.flatMap { surrogate in
      SetStatistic.allCases.map { statistic in
        results.series(
          "\(statistic.figureName), \(surrogate.figureName)", statistic.look(surrogate.look.colour),
          over: Self.oracles.map(Double.init)
        ) { Figure(Self.condition(noise, Self.oracles[$0], surrogate), "\(measure).\(statistic.rawValue)") }
      }
    }
  }

  private func heading(_ panel: String, _ noise: Noise, _ text: String) -> String {
    "\(panel)  \(text), \(noise.rawValue) noise"
  }

  private func sizes(_ noise: Noise, _ results: TrialResults) -> LinePlot {
    LinePlot(
      heading(noise == .without ? "3a" : "3b", noise, "Set size"),
      summary: "Mean number of experts in a set against the number of oracles, with the line y = x.",
      x: Self.x, y: Axis("mean set size", domain: 0...10), series: series("size", noise, results),
      references: [.diagonal(name: "y = x")])
  }

  private func falseNegatives(_ noise: Noise, _ results: TrialResults, _ setting: Setting) -> LinePlot {
    let series = series("fnr", noise, results)
    return LinePlot(
      heading(noise == .without ? "3a" : "3b", noise, "Observed FNR"),
      summary: "Mean share of right experts left out of the set against the number of oracles, with alpha.",
      x: Self.x,
      y: Axis(
        "false negative rate", covering: series.flatMap(\.extent) + [setting.alpha * 1.2], format: .percent,
        includingZero: true, within: 0...1),
      series: series, references: [.level(setting.alpha, name: "alpha = 0.1")])
  }

  private func votes(_ noise: Noise, _ results: TrialResults) -> LinePlot {
    let fixed = Self.surrogates.map { surrogate in
      results.series(
        "fixed five, \(surrogate.figureName)", SeriesStyle(surrogate.look.colour, .cross, .solid),
        over: Self.oracles.map(Double.init)
      ) { Figure(Self.condition(noise, Self.oracles[$0], surrogate), "five") }
    }
    let all = series("vote", noise, results) + fixed
    return LinePlot(
      heading("3c", noise, "Accuracy of the vote"),
      summary:
        "System accuracy with a majority vote of the set, and of a fixed five, against the number of oracles.",
      x: Self.x, y: Axis("right answers", covering: all.flatMap(\.extent), format: .percent, within: 0...1),
      series: all)
  }

  func claims(_ results: TrialResults, _ setting: Setting) -> [Claim] {
    ConformalClaims(results: results, alpha: setting.alpha).all
  }
}
