import LearningToDefer
import Reports

/// Figure 2c and 2d: one random expert beside three who get better (simulation 2).
struct ExpertDependence: Experiment {
  private static let probabilities = [0.2, 0.4, 0.6, 0.8, 0.95]
  private static let surrogates: [SurrogateName] = [.oneVsAll, .softmax]

  let id = "expert-dependence"
  let title = "Does one expert's estimate depend on the others?"
  let panels = ["2c", "2d"]

  func trials(_ setting: Setting) -> [Trial] {
    setting.trials(over: Self.probabilities, Self.surrogates) {
      Self.trial(setting, probability: $0, surrogate: $1, seed: $2)
    }
  }

  private static func trial(
    _ setting: Setting, probability: Double, surrogate: SurrogateName, seed: Int
  ) -> Trial {
    Trial(condition(probability, surrogate), seed: seed) {
      let kind = SimulatedExpert.Kind.specialist(
        probability: probability, classes: setting.data.firstClasses)
      let experts =
        [SimulatedExpert(name: "random", kind: .random)]
        + (1...3).map { SimulatedExpert(name: "specialist-\($0)", kind: kind) }
      return try TrainedSystem(
        surrogate, examples: setting.data.examples.simulating(experts, seed: UInt64(seed)),
        split: setting.data.split(setting.scale, seed: UInt64(seed)), setting: setting, seed: seed
      ).figures()
    }
  }

  private static func condition(_ probability: Double, _ surrogate: SurrogateName) -> String {
    "expert-dependence/probability=\(FixedDecimal.text(probability, places: 2))/\(surrogate.rawValue)"
  }

  func setUp(_ setting: Setting) -> String {
    """
    Four experts: the first labels at random; the other three are right on the first \(setting.data.firstClasses.count) \
    classes with a probability that rises from 20% to 95%, and label at random elsewhere. The random expert never changes.
    """
  }

  func figure(_ results: TrialResults, _ setting: Setting) -> ReportFigure {
    let all = series("ece", results) + series("ece.1", results)
    let y = Axis(
      "ECE", covering: all.flatMap(\.extent), format: .percent, includingZero: true, within: 0...1)
    return ReportFigure(
      id: id,
      caption:
        "Figure 2c and 2d. Calibration error of all four experts' estimates, and of the random expert's alone, "
        + "while the others get better. Bars are one standard error over seeds.",
      panels: [
        panel("2c  Mean calibration error (ECE)", series("ece", results), y),
        panel("2d  The random expert's own ECE", series("ece.1", results), y),
      ])
  }

  private func series(_ measure: String, _ results: TrialResults) -> [Series] {
    Self.surrogates.map { surrogate in
      results.series(surrogate.figureName, surrogate.look, over: Self.probabilities) {
        Figure(Self.condition(Self.probabilities[$0], surrogate), measure)
      }
    }
  }

  private func panel(_ heading: String, _ series: [Series], _ y: Axis) -> LinePlot {
    LinePlot(
      heading, summary: "ECE against the probability with which three of four experts are right.",
      x: Axis(
        "probability that the other three are right", at: Self.probabilities,
        labels: ["20%", "40%", "60%", "80%", "95%"]), y: y, series: series)
  }

  func claims(_ results: TrialResults, _ setting: Setting) -> [Claim] {
    [calibration(results), flat(results), rising(results), ownError(results)]
  }

  private func figures(_ surrogate: SurrogateName, _ measure: String) -> [Figure] {
    Self.probabilities.map { Figure(Self.condition($0, surrogate), measure) }
  }

  private func means(_ surrogate: SurrogateName, _ measure: String, _ results: TrialResults) -> String {
    Spelling.row(figures(surrogate, measure).map { results.mean($0) }, scale: 100, places: 2)
  }

  private func calibration(_ results: TrialResults) -> Claim {
    let gaps = zip(figures(.softmax, "ece"), figures(.oneVsAll, "ece")).compactMap {
      results.difference($0, $1)
    }
    return Claim(
      "2c",
      paper:
        "OvA's mean calibration error is lower at every ability (CIFAR-10: OvA 1.7, 2.5, 2.2, 2.3 and 1.8; softmax "
        + "3.8, 4.7, 5.2, 5.0 and 4.0).",
      found: "OvA \(means(.oneVsAll, "ece", results)) %, softmax \(means(.softmax, "ece", results)) %; the "
        + "smallest gap is \(Spelling.points(gaps.min { $0.mean < $1.mean })).",
      verdict: .allAbove(gaps))
  }

  /// The slope of a straight line through the random expert's errors, as the change from 20 to 95 %.
  private func change(_ surrogate: SurrogateName, _ results: TrialResults) -> Summary? {
    results.summary(of: figures(surrogate, "ece.1")) { errors in
      let x = Self.probabilities
      let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), errors.reduce(0, +) / Double(errors.count))
      let covariance = zip(x, errors).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
      let slope = covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
      return slope * 0.75
    }
  }

  private func flat(_ results: TrialResults) -> Claim {
    let change = change(.oneVsAll, results)
    return Claim(
      "2d", paper: "The random expert's own error stays flat for OvA (1.0, 1.2, 1.1, 0.9 and 0.6).",
      found: "OvA \(means(.oneVsAll, "ece.1", results)) %: a straight line through them changes by "
        + "\(Spelling.points(change, places: 2)) from one end to the other; flat means less than half a point.",
      verdict: .allWithin(0.005, [change].compactMap(\.self)))
  }

  private func rising(_ results: TrialResults) -> Claim {
    let change = change(.softmax, results)
    return Claim(
      "2d",
      paper: "For the softmax it moves with the others' ability, upwards (1.3, 2.2, 2.4, 1.7 and 2.4).",
      found: "Softmax \(means(.softmax, "ece.1", results)) %: a straight line through them changes by "
        + "\(Spelling.points(change, places: 2)).",
      verdict: .allAbove([change].compactMap(\.self)))
  }

  private func ownError(_ results: TrialResults) -> Claim {
    let gaps = zip(figures(.softmax, "ece.1"), figures(.oneVsAll, "ece.1")).compactMap {
      results.difference($0, $1)
    }
    return Claim(
      "2d", paper: "The random expert's error is lower for OvA at every ability of the others.",
      found: "Softmax less OvA: " + gaps.map { Spelling.points($0) }.joined(separator: ", ") + ".",
      verdict: .allAbove(gaps))
  }
}
