import Glibc

/// Infers true classes from several experts' labels, by expectation maximisation.
///
/// Dawid and Skene (1979): `P(m_1..m_J, y = k) = ν_k Π_j π_jk(m_j)` over the labels that there are, experts independent given the class. The
/// E-step is `q_ik ∝ ν_k Π_j π_jk(m_ij)`; the M-step takes `ν` and `π` as shares of the classes and labels weighted by q,
/// with `smoothing` pseudo-rows spread over all answers. Rows with a known class keep it: `q_ik = [y_i = k]`.
package struct DawidSkene: Sendable {
  /// `ν`: how frequent each class is, `[K]`.
  package private(set) var prior: [Double]
  /// `π_jka`: the chance that expert j answers a where the truth is k, `[J, K, K]`.
  package private(set) var confusion: [Double]
  /// `q_ik = P(y_i = k | m_i)` `[n, K]`.
  package private(set) var posteriors: [Double]
  /// After each E-step the log likelihood of the labels, plus `smoothing / K · Σ log` of all of ν and π; it never falls.
  package private(set) var objectives: [Double] = []

  private let classes: Int
  private let experts: Int
  private let smoothing: Double

  /// Fits the model, from the shares of the votes on.
  ///
  /// - Parameters:
  ///   - labels: The experts' labels `[n, J]`; -1 where there is none.
  ///   - truths: The known classes `[n]`; -1 where not known.
  ///   - smoothing: Pseudo-rows, for ν and for each expert and class; 0 is maximum likelihood.
  ///   - iterations: At most so many; it ends once the objective rises by less than 1e-9 a row.
  /// - Complexity: O(iterations · n J K).
  package init(
    labels: [Int32], truths: [Int32], experts: Int, classes: Int, smoothing: Double = 1, iterations: Int = 200
  ) {
    precondition(labels.count == truths.count * experts, "labels are [n, J]")
    precondition(smoothing >= 0, "pseudo-rows are not negative")
    self.classes = classes
    self.experts = experts
    self.smoothing = smoothing
    prior = [Double](repeating: 1 / Double(classes), count: classes)
    confusion = [Double](repeating: 1 / Double(classes), count: experts * classes * classes)
    posteriors = truths.indices.flatMap { row in
      Self.votes(labels[row * experts..<(row + 1) * experts], truth: truths[row], classes: classes)
    }
    for _ in 0..<max(1, iterations) {
      maximise(labels)
      let objective = expect(labels, truths: truths)
      let rise = objective - (objectives.last ?? -.infinity)
      objectives.append(objective)
      if rise <= 1e-9 * Double(truths.count) { break }
    }
  }

  /// `P(y = k | m)` of one row's labels `[J]`, and the logarithm of `P(m)`.
  ///
  /// - Complexity: O(J K).
  package func posterior(_ labels: ArraySlice<Int32>) -> (probabilities: [Double], logLikelihood: Double) {
    posterior(labels, logPrior: prior.map { log($0) }, logConfusion: confusion.map { log($0) })
  }

  private func posterior(
    _ labels: ArraySlice<Int32>, logPrior: [Double], logConfusion: [Double]
  ) -> (probabilities: [Double], logLikelihood: Double) {
    let joint = (0..<classes).map {
      logJoint(labels, class: $0, logPrior: logPrior, logConfusion: logConfusion)
    }
    let logLikelihood = logSumExp(joint)
    return (joint.map { exp($0 - logLikelihood) }, logLikelihood)
  }

  /// `log(ν_k Π_j π_jk(m_j))`.
  private func logJoint(
    _ labels: ArraySlice<Int32>, class k: Int, logPrior: [Double], logConfusion: [Double]
  ) -> Double {
    var sum = logPrior[k]
    for (expert, label) in labels.enumerated() where label >= 0 {
      sum += logConfusion[(expert * classes + k) * classes + Int(label)]
    }
    return sum
  }

  /// The E-step: posteriors by ν and π; the result is the objective.
  private mutating func expect(_ labels: [Int32], truths: [Int32]) -> Double {
    let logPrior = prior.map { log($0) }
    let logConfusion = confusion.map { log($0) }
    var objective = 0.0
    if smoothing > 0 {
      objective = smoothing / Double(classes) * (logPrior.reduce(0, +) + logConfusion.reduce(0, +))
    }
    for row in truths.indices {
      let own = labels[row * experts..<(row + 1) * experts]
      guard truths[row] < 0 else {
        objective += logJoint(own, class: Int(truths[row]), logPrior: logPrior, logConfusion: logConfusion)
        continue
      }
      let found = posterior(own, logPrior: logPrior, logConfusion: logConfusion)
      objective += found.logLikelihood
      posteriors.replaceSubrange(row * classes..<(row + 1) * classes, with: found.probabilities)
    }
    return objective
  }

  /// The M-step: ν and π by posteriors.
  private mutating func maximise(_ labels: [Int32]) {
    let pseudo = smoothing / Double(classes)
    prior = [Double](repeating: pseudo, count: classes)
    confusion = [Double](repeating: pseudo, count: experts * classes * classes)
    for row in 0..<posteriors.count / classes {
      for k in 0..<classes {
        let share = posteriors[row * classes + k]
        guard share > 0 else { continue }
        prior[k] += share
        for expert in 0..<experts {
          let label = Int(labels[row * experts + expert])
          if label >= 0 { confusion[(expert * classes + k) * classes + label] += share }
        }
      }
    }
    Self.normalise(&prior, width: classes)
    Self.normalise(&confusion, width: classes)
  }

  /// Makes each row of `width` numbers sum to 1; one without anything is uniform.
  private static func normalise(_ values: inout [Double], width: Int) {
    for start in stride(from: 0, to: values.count, by: width) {
      let sum = values[start..<start + width].reduce(0, +)
      for index in start..<start + width { values[index] = sum > 0 ? values[index] / sum : 1 / Double(width) }
    }
  }

  /// The shares of the votes `[K]`; the truth alone where it is known, uniform without a label.
  private static func votes(_ labels: ArraySlice<Int32>, truth: Int32, classes: Int) -> [Double] {
    var shares = [Double](repeating: 0, count: classes)
    for label in truth >= 0 ? [truth] : Array(labels) where label >= 0 { shares[Int(label)] += 1 }
    normalise(&shares, width: classes)
    return shares
  }
}
