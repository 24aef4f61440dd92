import LearningToDefer
import Reports

/// Figure 1: a pool that grows by better and better experts, against the baselines.
struct RisingExpertise: Experiment {
  static let counts = Array(2...10)
  static let surrogates: [SurrogateName] = [.oneVsAll, .softmax, .mixtureOfExperts]
  static let bestLook = SeriesStyle(.gold, .diamond, .dashed)

  let id = "rising-expertise"
  let title = "Experts of rising ability"
  let panels = ["1"]

  func trials(_ setting: Setting) -> [Trial] {
    let pool = RisingPool(setting.data)
    return setting.seeds.flatMap { seed in
      [OneClassifier.trial(setting, seed: seed), Self.bestExpert(setting, pool, seed: seed)]
        + Self.counts.flatMap { count in
          Self.surrogates.map { Self.trial(setting, pool, count: count, surrogate: $0, seed: seed) }
        }
    }
  }

  private static func trial(
    _ setting: Setting, _ pool: RisingPool, count: Int, surrogate: SurrogateName, seed: Int
  ) -> Trial {
    Trial(condition(count, surrogate.rawValue), seed: seed) {
      let split = setting.data.split(setting.scale, seed: UInt64(seed))
      return try TrainedSystem(
        surrogate, examples: try pool.examples(count, split: split, scale: setting.scale, seed: seed),
        split: split, setting: setting, seed: seed
      ).figures()
    }
  }

  /// Who of the first experts was right most often on the training rows, and how often on the test rows.
  private static func bestExpert(_ setting: Setting, _ pool: RisingPool, seed: Int) -> Trial {
    Trial(bestCondition, seed: seed, weight: 0.2) {
      let split = setting.data.split(setting.scale, seed: UInt64(seed))
      let examples = try pool.examples(
        pool.members.count, split: split, scale: setting.scale, seed: seed)
      let training = examples.shareRight(split.training)
      let test = examples.shareRight(split.test)
      var figures: [String: Double] = [:]
      for (place, share) in test.enumerated() { figures["right.\(place + 1)"] = share }
      for count in counts {
        figures["best.\(count)"] = BestExpert.index(trainingAccuracy: Array(training[..<count])).flatMap {
          test[$0]
        }
      }
      return figures
    }
  }

  static let bestCondition = "rising-expertise/best-expert"

  static func condition(_ count: Int, _ surrogate: String) -> String {
    "rising-expertise/experts=\(count)/\(surrogate)"
  }

  func setUp(_ setting: Setting) -> String {
    let source =
      setting.data.hasHumans
      ? "They are made from the annotations of people in the data, by the appendix's table for HateSpeech and Galaxy-Zoo."
      : "They are made from the truth, by the appendix's table for HAM10000; classes 0 to 5 stand for the benign ones, 6 to 9 "
        + "for the malignant, 0 for nv, 3 for vasc and 6 for mel."
    return "The pool grows from two to ten experts in the order of the table below. \(source)"
  }

  func figure(_ results: TrialResults, _ setting: Setting) -> ReportFigure {
    let places = Self.counts.map(Double.init)
    let systems = { (measure: String) in
      Self.surrogates.map { surrogate in
        results.series(surrogate.figureName, surrogate.look, over: places) {
          Figure(Self.condition(Self.counts[$0], surrogate.rawValue), measure)
        }
      }
    }
    let best = results.series("best expert", Self.bestLook, over: places) {
      Figure(Self.bestCondition, "best.\(Self.counts[$0])")
    }
    let baseline = OneClassifier.series(results, over: places)
    let accuracies = systems("accuracy")
    return ReportFigure(
      id: id,
      caption:
        "Figure 1. Accuracy of the final answer, the same without the best expert, and calibration error of the "
        + "experts' estimates, while the pool grows by better and better experts. Bars are one standard error over seeds.",
      panels: [
        accuracy("1 (top)  System accuracy", [baseline, best] + accuracies),
        accuracy("1 (top), closer  Systems alone", [baseline] + accuracies),
        LinePlot(
          "1 (bottom)  Mean calibration error (ECE)", summary: "ECE against the number of experts.",
          x: Self.x,
          y: Axis(
            "ECE, mean over the experts", covering: systems("ece").flatMap(\.extent), format: .percent,
            includingZero: true, within: 0...1), series: systems("ece")),
      ])
  }

  private static let x = Axis("number of experts", at: counts.map(Double.init))

  private func accuracy(_ heading: String, _ series: [Series]) -> LinePlot {
    LinePlot(
      heading, summary: "Share of right final answers against the number of experts.", x: Self.x,
      y: Axis("right answers", covering: series.flatMap(\.extent), format: .percent, within: 0...1),
      series: series)
  }

  func appendix(_ results: TrialResults, _ setting: Setting) -> FigureTable? {
    FigureTable(
      header: ["expert", "kind", "labels", "right on test rows"],
      rows: RisingPool(setting.data).members.enumerated().map { place, member in
        let right = results.summary(Figure(Self.bestCondition, "right.\(place + 1)"))
        return ["\(place + 1)", member.kind, member.behaviour, Spelling.percent(right)]
      })
  }

  func claims(_ results: TrialResults, _ setting: Setting) -> [Claim] {
    RisingExpertiseClaims(results: results, isAnnotated: setting.data.hasHumans).all
  }
}

extension Examples {
  /// How often each expert is right on some rows, of those that it labelled `[J]`.
  fileprivate func shareRight(_ rows: [Int]) -> [Double?] {
    experts.indices.map { expert in
      let known = rows.map { correctness(row: $0, expert: expert) }.filter { $0 >= 0 }
      return known.isEmpty ? nil : Double(known.count { $0 == 1 }) / Double(known.count)
    }
  }
}
