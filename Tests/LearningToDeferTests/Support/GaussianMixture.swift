import Foundation
import LearningToDefer

/// Data where `P(m_j = y | x)` is known exactly: a Gaussian a class, experts whose chance depends on the class.
struct GaussianMixture {
  let centres: [[Double]]
  /// The chance of expert j to be right on class k, `[J][K]`.
  let chances: [[Double]]

  init(dimensions: Int = 4, classes: Int = 3, experts: Int = 4, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    centres = (0..<classes).map { _ in (0..<dimensions).map { _ in 1.2 * generator.normal() } }
    chances = (0..<experts).map { _ in (0..<classes).map { _ in 0.2 + 0.78 * generator.uniform() } }
  }

  /// Draws rows; each expert's label is missing with probability `missing`.
  func draw(rows: Int, missing: Double = 0, seed: UInt64) -> Examples {
    var generator = SeededGenerator(seed: seed)
    var features: [Float] = []
    var labels: [Int32] = []
    var expertLabels: [Int32] = []
    for _ in 0..<rows {
      let label = generator.index(below: centres.count)
      labels.append(Int32(label))
      for mean in centres[label] { features.append(Float(mean + generator.normal())) }
      for chance in chances {
        let other = (label + 1 + generator.index(below: centres.count - 1)) % centres.count
        let given = generator.uniform() < chance[label] ? label : other
        expertLabels.append(generator.uniform() < missing ? -1 : Int32(given))
      }
    }
    return Examples(
      classes: centres.indices.map { "class-\($0)" }, experts: chances.indices.map { "expert-\($0)" },
      features: FeatureTable(features, columns: centres[0].count), labels: labels, expertLabels: expertLabels)
  }

  /// `P(m_j = y | x) = Σ_k P(k | x) chance_jk`, by Bayes' rule.
  func correctness(_ x: UnsafeBufferPointer<Float>) -> [Double] {
    let densities = centres.map { centre in
      exp(-0.5 * zip(x, centre).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) })
    }
    let sum = densities.reduce(0, +)
    return chances.map { zip($0, densities).reduce(0) { $0 + $1.0 * $1.1 / sum } }
  }
}

extension SeededGenerator {
  /// A standard normal number (Box, Muller 1958).
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
