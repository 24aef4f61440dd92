import LearningToDefer
import Reports

/// Figure 2a and 2b: more and more experts of one ability (simulation 1).
struct IncreasingExperts: Experiment {
  private static let counts = [4, 8, 12, 16, 20]
  private static let surrogates: [SurrogateName] = [.oneVsAll, .softmax]
  /// The paper's mean ECE in percent, on CIFAR-10.
  private static let published: [SurrogateName: [Double]] = [
    .oneVsAll: [2.53, 2.18, 2.15, 2.03, 2.19], .softmax: [4.88, 5.13, 4.77, 4.04, 4.62],
  ]

  let id = "increasing-experts"
  let title = "More and more experts"
  let panels = ["2a", "2b"]

  func trials(_ setting: Setting) -> [Trial] {
    setting.seeds.flatMap { seed in
      [OneClassifier.trial(setting, seed: seed)]
        + Self.counts.flatMap { count in
          Self.surrogates.map { Self.trial(setting, count: count, surrogate: $0, seed: seed) }
        }
    }
  }

  private static func trial(_ setting: Setting, count: Int, surrogate: SurrogateName, seed: Int) -> Trial {
    Trial(condition(count, surrogate), seed: seed) {
      let kind = SimulatedExpert.Kind.specialist(probability: 0.7, classes: setting.data.firstClasses)
      let experts = (1...count).map { SimulatedExpert(name: "expert-\($0)", kind: kind) }
      return try TrainedSystem(
        surrogate, examples: setting.data.examples.simulating(experts, seed: UInt64(seed)),
        split: setting.data.split(setting.scale, seed: UInt64(seed)), setting: setting, seed: seed
      ).figures()
    }
  }

  private static func condition(_ count: Int, _ surrogate: SurrogateName) -> String {
    "increasing-experts/experts=\(count)/\(surrogate.rawValue)"
  }

  func setUp(_ setting: Setting) -> String {
    """
    Every expert is right with probability 70% on the first \(setting.data.firstClasses.count) classes and labels at \
    random elsewhere; all draw independently. The pool grows from 4 to 20 of them.
    """
  }

  func figure(_ results: TrialResults, _ setting: Setting) -> ReportFigure {
    ReportFigure(
      id: id,
      caption:
        "Figure 2a and 2b. Calibration error of the experts' estimates and accuracy of the final answer, for "
        + "pools of growing size. Bars are one standard error over seeds.",
      panels: [
        panel(
          "2a  Mean calibration error (ECE)", measure: "ece", title: "ECE, mean over the experts", results,
          includesZero: true),
        panel("2b  System accuracy", measure: "accuracy", title: "right answers", results),
      ])
  }

  private func panel(
    _ heading: String, measure: String, title: String, _ results: TrialResults, includesZero: Bool = false
  ) -> LinePlot {
    let places = Self.counts.map(Double.init)
    let series = Self.surrogates.map { surrogate in
      results.series(surrogate.figureName, surrogate.look, over: places) {
        Figure(Self.condition(Self.counts[$0], surrogate), measure)
      }
    }
    let baseline = measure == "accuracy" ? [OneClassifier.series(results, over: places)] : []
    let all = baseline + series
    return LinePlot(
      heading, summary: "\(title) against the number of experts, for OvA and softmax.",
      x: Axis("number of experts", at: places),
      y: Axis(
        title, covering: all.flatMap(\.extent), format: .percent, includingZero: includesZero, within: 0...1),
      series: all)
  }

  func claims(_ results: TrialResults, _ setting: Setting) -> [Claim] {
    [calibration(results), accuracy(results), overtaking(results)]
  }

  private func differences(_ measure: String, _ results: TrialResults, _ counts: [Int] = counts) -> [Summary]
  {
    counts.compactMap { count in
      results.difference(
        Figure(Self.condition(count, .softmax), measure), Figure(Self.condition(count, .oneVsAll), measure))
    }
  }

  private func means(_ surrogate: SurrogateName, _ measure: String, _ results: TrialResults) -> String {
    Spelling.row(
      Self.counts.map { results.mean(Figure(Self.condition($0, surrogate), measure)) }, scale: 100,
      places: measure == "ece" ? 2 : 1)
  }

  private func calibration(_ results: TrialResults) -> Claim {
    let gaps = differences("ece", results)
    let published = { (surrogate: SurrogateName) in
      Spelling.row(Self.published[surrogate] ?? [], places: 2)
    }
    return Claim(
      "2a",
      paper: "OvA's calibration error is about 2% and the softmax's about 4.5% at every number of experts "
        + "(CIFAR-10: OvA \(published(.oneVsAll)); softmax \(published(.softmax))).",
      found: "OvA \(means(.oneVsAll, "ece", results)) %, softmax \(means(.softmax, "ece", results)) %; the "
        + "smallest gap is \(Spelling.points(gaps.min { $0.mean < $1.mean })).",
      verdict: .allAbove(gaps))
  }

  private func accuracy(_ results: TrialResults) -> Claim {
    let gaps = differences("accuracy", results, [4, 8, 12])
    return Claim(
      "2b", paper: "OvA's system is more accurate than the softmax's with up to 12 to 16 experts.",
      found:
        "OvA \(means(.oneVsAll, "accuracy", results)) %, softmax \(means(.softmax, "accuracy", results)) % "
        + "with 4, 8, 12, 16 and 20 experts. Softmax less OvA with 4, 8 and 12: "
        + gaps.map { Spelling.points($0) }.joined(separator: ", ") + ".",
      verdict: .allBelow(gaps))
  }

  private func overtaking(_ results: TrialResults) -> Claim {
    let gaps = differences("accuracy", results, [20])
    return Claim(
      "2b", paper: "With 20 experts the softmax's system is the more accurate one.",
      found: "Softmax less OvA with 20 experts: \(Spelling.points(gaps.first)).", verdict: .allAbove(gaps))
  }
}
