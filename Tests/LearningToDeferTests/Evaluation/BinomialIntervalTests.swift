import Foundation
import LearningToDefer
import Testing

struct BinomialIntervalTests {
  @Test(arguments: [(0, 1), (1, 1), (3, 10), (50, 100), (999, 1000)])
  func `its ends are where the share is 1.96 deviations away`(successes: Int, trials: Int) {
    let interval = BinomialInterval.of(successes: successes, trials: trials)
    let share = Double(successes) / Double(trials)
    #expect(interval.contains(share))
    for end in [interval.lowerBound, interval.upperBound] where end > 0 && end < 1 {
      let deviations = abs(share - end) / (end * (1 - end) / Double(trials)).squareRoot()
      #expect(agree(deviations, 1.959963984540054, absolute: 1e-6))
    }
  }

  @Test(arguments: [20, 100, 400])
  func `it holds the true probability 95 % of the time, summed exactly`(trials: Int) {
    let coverages = stride(from: 0.05, through: 0.951, by: 0.01).map { probability in
      (0...trials).reduce(0.0) { sum, successes in
        let interval = BinomialInterval.of(successes: successes, trials: trials)
        return sum + (interval.contains(probability) ? mass(successes, trials, probability) : 0)
      }
    }
    let mean = coverages.reduce(0, +) / Double(coverages.count)
    #expect(mean > 0.94 && mean < 0.965)
    #expect((coverages.min() ?? 0) > 0.90)
  }

  @Test func `the bands of a diagram hold the accuracy that its bins have in truth, by simulation`() {
    var held = 0
    var points = 0
    for seed in 0..<300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var diagram = ReliabilityDiagram(bins: 10)
      for _ in 0..<400 {
        let bin = generator.index(below: 10)
        // One confidence a bin, right with a chance of .5 to .95.
        diagram.add(
          confidence: (Double(bin) + 0.5) / 10, correct: generator.uniform() < 0.5 + 0.05 * Double(bin))
      }
      for point in diagram.points {
        points += 1
        held += point.interval.contains(0.5 + 0.05 * (point.confidence * 10 - 0.5).rounded()) ? 1 : 0
      }
    }
    let coverage = Double(held) / Double(points)
    #expect(points == 3000)
    #expect(coverage > 0.935 && coverage < 0.97)
  }

  /// The binomial distribution.
  private func mass(_ successes: Int, _ trials: Int, _ probability: Double) -> Double {
    let (k, n) = (Double(successes), Double(trials))
    let ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(probability) + (n - k) * log1p(-probability))
  }
}
