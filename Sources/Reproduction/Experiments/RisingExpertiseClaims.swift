import LearningToDefer
import Reports

/// What the paper says of Figure 1.
struct RisingExpertiseClaims {
  let results: TrialResults
  /// Whether the experts are made from people's annotations.
  let isAnnotated: Bool

  private var counts: [Int] { RisingExpertise.counts }

  var all: [Claim] {
    [neverBelow, fallsBelow(.softmax), fallsBelow(.mixtureOfExperts), bestCalibrated, poor]
  }

  private func figure(_ count: Int, _ surrogate: SurrogateName, _ measure: String) -> Figure {
    Figure(RisingExpertise.condition(count, surrogate.rawValue), measure)
  }

  /// The system's accuracy less the one classifier's, by the number of experts.
  private func gains(_ surrogate: SurrogateName) -> [(count: Int, gain: Summary)] {
    counts.compactMap { count in
      results.difference(figure(count, surrogate, "accuracy"), OneClassifier.accuracy).map { (count, $0) }
    }
  }

  private func lowest(_ gains: [(count: Int, gain: Summary)]) -> String {
    guard let least = gains.min(by: { $0.gain.mean < $1.gain.mean }) else { return "nothing" }
    return "\(Spelling.points(least.gain)), with \(least.count) experts"
  }

  private var neverBelow: Claim {
    let gains = gains(.oneVsAll)
    let below = gains.filter { ($0.gain.interval?.upperBound ?? 0) < 0 }.map { "\($0.count)" }
    return Claim(
      "1", paper: "OvA's system never falls below the one classifier.",
      found:
        "OvA less the classifier (\(Spelling.percent(results.summary(OneClassifier.accuracy)))) is at its lowest "
        + "\(lowest(gains)); it is below beyond chance with \(Spelling.list(below)) of the nine pool sizes.",
      verdict: .allAbove(gains.map(\.gain)))
  }

  private func fallsBelow(_ surrogate: SurrogateName) -> Claim {
    let gains = gains(surrogate)
    let below = gains.filter { $0.gain.mean < 0 }.map { "\($0.count)" }
    let beyond = gains.filter { ($0.gain.interval?.upperBound ?? 0) < 0 }.map { "\($0.count)" }
    let name = surrogate == .softmax ? "The softmax's" : "The mixture of experts'"
    return Claim(
      "1", paper: "\(name) system falls below the one classifier with some pools.",
      found:
        "\(surrogate == .softmax ? "Softmax" : "MoE") less the classifier is at its lowest \(lowest(gains)); its mean is below with "
        + "\(Spelling.list(below)) experts, and beyond chance with \(Spelling.list(beyond)).",
      verdict: .someBelow(gains.map(\.gain)))
  }

  private func calibrationGaps(_ surrogate: SurrogateName) -> [Summary] {
    counts.compactMap {
      results.difference(figure($0, surrogate, "ece"), figure($0, .oneVsAll, "ece"))
    }
  }

  private func range(_ surrogate: SurrogateName) -> String {
    let means = counts.compactMap { results.mean(figure($0, surrogate, "ece")) }
    guard let least = means.min(), let most = means.max() else { return "–" }
    return FixedDecimal.text(least * 100, places: 1) + " to " + FixedDecimal.text(most * 100, places: 1)
      + " %"
  }

  private var bestCalibrated: Claim {
    let gaps = calibrationGaps(.softmax)
    return Claim(
      "1", paper: "OvA has the best calibration.",
      found:
        "Over the pool sizes the ECE is \(range(.oneVsAll)) for OvA, \(range(.softmax)) for the softmax and "
        + "\(range(.mixtureOfExperts)) for the mixture; softmax less OvA is at its least "
        + "\(Spelling.points(gaps.min { $0.mean < $1.mean })).",
      verdict: .both(.allAbove(gaps), .allAbove(calibrationGaps(.mixtureOfExperts))))
  }

  /// "Far worse" is taken as at least three times OvA's error, at every size of the pool.
  private var poor: Claim {
    let beyond = counts.compactMap { count in
      results.summary(of: [
        figure(count, .mixtureOfExperts, "ece"), figure(count, .oneVsAll, "ece"),
      ]) { $0[0] - 3 * $0[1] }
    }
    let ratios = counts.compactMap { count -> Double? in
      guard let mixture = results.mean(figure(count, .mixtureOfExperts, "ece")),
        let own = results.mean(figure(count, .oneVsAll, "ece")), own > 0
      else { return nil }
      return mixture / own
    }
    return Claim(
      "1", paper: "The mixture's calibration is extremely poor.",
      found:
        "Its ECE is \(FixedDecimal.text(ratios.min(), places: 1)) to \(FixedDecimal.text(ratios.max(), places: 1)) "
        + "times OvA's; extremely poor is taken to mean at least three times, at every size.",
      verdict: .allAbove(beyond))
  }
}
