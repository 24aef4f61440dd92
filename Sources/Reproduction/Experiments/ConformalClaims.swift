import LearningToDefer
import Reports

/// What the paper says of Figure 3, and what it does not say of the error rate.
struct ConformalClaims {
  typealias Noise = ConformalIdentification.Noise

  let results: TrialResults
  let alpha: Double

  private var oracles: [Int] { ConformalIdentification.oracles }

  var all: [Claim] {
    [inflates, farWorse, nearLine(.without), nearLine(.with), votesHelp, equalFromThree]
      + SetStatistic.allCases.map(bound)
  }

  private func figure(_ noise: Noise, _ oracles: Int, _ surrogate: SurrogateName, _ name: String) -> Figure {
    Figure(ConformalIdentification.condition(noise, oracles, surrogate), name)
  }

  /// The mean set size less the number of oracles, for each number.
  private func excess(_ noise: Noise, _ statistic: SetStatistic, _ surrogate: SurrogateName) -> [Summary] {
    oracles.compactMap { count in
      results.summary(of: [figure(noise, count, surrogate, "size.\(statistic.rawValue)")]) {
        $0[0] - Double(count)
      }
    }
  }

  /// The mean over all numbers of oracles of the size less the number.
  private func meanExcess(_ noise: Noise, _ statistic: SetStatistic, _ surrogate: SurrogateName) -> Summary? {
    results.summary(of: oracles.map { figure(noise, $0, surrogate, "size.\(statistic.rawValue)") }) { sizes in
      zip(sizes, oracles).reduce(0) { $0 + $1.0 - Double($1.1) } / Double(oracles.count)
    }
  }

  private var inflates: Claim {
    let gaps = Noise.allCases.compactMap { meanExcess($0, .naive, .oneVsAll) }
    return Claim(
      "3a, 3b", paper: "Naive sets are inflated.",
      found: "Over one to ten oracles, OvA's naive sets have \(Spelling.decimal(gaps.first, places: 2)) more members than "
        + "there are oracles without noise, and \(Spelling.decimal(gaps.last, places: 2)) with it.",
      verdict: .allAbove(gaps))
  }

  private var farWorse: Claim {
    let figures = { (noise: Noise) in oracles.map { figure(noise, $0, .oneVsAll, "size.naive") } }
    let gap = results.summary(of: figures(.with) + figures(.without)) { sizes in
      let half = sizes.count / 2
      return (sizes.suffix(half).reduce(0, +) - sizes.prefix(half).reduce(0, +)) / -Double(half)
    }
    return Claim(
      "3b", paper: "Noise inflates naive sets far more.",
      found: "With noise OvA's naive sets have \(Spelling.decimal(gap, places: 2)) members more than without.",
      verdict: .allAbove([gap].compactMap(\.self)))
  }

  /// "Near" is taken as within one expert of the line, at every number of oracles.
  private func nearLine(_ noise: Noise) -> Claim {
    let paper = excess(noise, .paper, .oneVsAll)
    let exact = excess(noise, .exact, .oneVsAll)
    let farthest = { (gaps: [Summary]) in
      FixedDecimal.text(gaps.map { abs($0.mean) }.max(), places: 2)
    }
    return Claim(
      noise == .without ? "3a" : "3b",
      paper: "Regularised sets are close to the line y = x \(noise.rawValue) noise.",
      found: "OvA's sets by the paper's statistic are at most \(farthest(paper)) experts away from the line, by the exact "
        + "one \(farthest(exact)); close is taken to mean within one expert everywhere.",
      verdict: .allWithin(1, paper))
  }

  private var votesHelp: Claim {
    let few = [1, 2]
    let gaps = few.compactMap { count in
      results.difference(
        figure(.with, count, .oneVsAll, "vote.paper"), figure(.with, count, .oneVsAll, "five"))
    }
    let row = { (name: String) in
      Spelling.row(
        few.map { results.mean(figure(.with, $0, .oneVsAll, name)) }, scale: 100, places: 1)
    }
    return Claim(
      "3c",
      paper: "With one or two oracles the vote of the set reaches about 90% where the fixed five stay under 80%.",
      found: "With noise, OvA's votes by the paper's statistic reach \(row("vote.paper")) %, by the exact one "
        + "\(row("vote.exact")) %, and the fixed five \(row("five")) %: \(gaps.map { Spelling.points($0) }.joined(separator: ", ")).",
      verdict: .allAbove(gaps))
  }

  private var equalFromThree: Claim {
    let gaps = oracles.filter { $0 >= 3 }.compactMap { count in
      results.difference(
        figure(.with, count, .oneVsAll, "vote.paper"), figure(.with, count, .oneVsAll, "five"))
    }
    return Claim(
      "3c", paper: "From three oracles on the two are equal.",
      found: "From three oracles on, the vote less the fixed five is "
        + "\(FixedDecimal.text((gaps.map(\.mean).min() ?? .nan) * 100, places: 1)) to "
        + "\(FixedDecimal.text((gaps.map(\.mean).max() ?? .nan) * 100, places: 1)) points; equal is taken to mean within one point.",
      verdict: .allWithin(0.01, gaps))
  }

  /// Not a claim of the paper's figures, but of its theory: the rate stays below α.
  private func bound(_ statistic: SetStatistic) -> Claim {
    var beyond: [String] = []
    var gaps: [Summary] = []
    var worst: (rate: Double, text: String)?
    for noise in Noise.allCases {
      for surrogate in ConformalIdentification.surrogates {
        for count in oracles {
          let name = "fnr.\(statistic.rawValue)"
          guard let gap = results.summary(of: [figure(noise, count, surrogate, name)], { alpha - $0[0] })
          else { continue }
          let text = "\(surrogate.figureName) \(noise.rawValue) noise, \(count) oracle\(count == 1 ? "" : "s")"
          gaps.append(gap)
          if (gap.interval?.upperBound ?? 0) < 0 { beyond.append(text) }
          if alpha - gap.mean > worst?.rate ?? -1 { worst = (alpha - gap.mean, text) }
        }
      }
    }
    let largest = worst.map { "\(FixedDecimal.text($0.rate * 100, places: 1)) % (\($0.text))" } ?? "–"
    return Claim(
      "3a, 3b",
      paper: statistic == .naive
        ? "The naive statistic bounds another rate; nothing is claimed of the share of right experts left out."
        : "The share of right experts left out stays within alpha = 0.1 (\(statistic == .exact ? "here: the exact statistic" : "Proposition B.1")).",
      found: "The largest observed rate of the \(statistic.figureName) statistic is \(largest); of \(gaps.count) points "
        + "\(beyond.count) are above alpha beyond chance.",
      verdict: .allAbove(gaps))
  }
}
