/// The paper's regularised statistic, for reproducing its figures and for comparison; `ExactConformal` is what is served.
///
/// Eq. 15, Appendix B, on the probabilities s: `C_λ(x) = { j : s_j + β (s_j - κ) > 1 - λ }`. That is one threshold, `s_j > τ` with
/// `τ = (1 - λ + βκ) / (1 + β)`: β and κ only bound and space the τ that the grid over λ can reach. `κ` is the score that a share 1 - α of
/// the correct experts' scores reaches (Algorithm 1), `λ̂` the smallest of 1500 values over `[0, 1]` with
/// `n/(n+1) · mean FNR + 1/(n+1) ≤ α`. The set may be empty, and rows where nobody is right have FNR 0.
package struct PaperConformal: Sendable, Equatable {
  /// The 50 values that β is chosen from.
  package static let betas = (0..<50).map { 0.001 + 3.499 * Double($0) / 49 }
  /// The 1500 values that λ̂ is chosen from.
  package static let lambdas = (0..<1500).map { Double($0) / 1499 }
  /// The share of rows that κ and β are chosen on; λ̂ is fitted on the others.
  package static let tuningShare = 0.3

  /// The error rate asked for.
  package let alpha: Double
  /// The score beyond which an expert's is raised, and below which it is lowered.
  package let kappa: Double
  /// How strongly.
  package let beta: Double
  /// `λ̂`; nil where no λ of the grid reaches α: every set is every expert then.
  package let lambda: Double?
  /// The rows that λ̂ was fitted on, n.
  package let rows: Int

  /// `τ`: a set holds the experts with `s_j > τ`; nil where it holds everyone.
  package var threshold: Double? { lambda.map { Self.threshold(lambda: $0, beta: beta, kappa: kappa) } }

  /// Whether `λ̂ ≤ 1 - κ`, without which Proposition B.1 does not hold.
  package var isWithinProposition: Bool { lambda.map { $0 <= 1 - kappa } ?? false }

  /// Chooses κ and β on a random 30 % of the rows and fits λ̂ on the others.
  ///
  /// Of the values of β the one with the smallest mean set on the rows for tuning is taken, λ held to α on these; the smallest
  /// β on a tie.
  ///
  /// - Parameters:
  ///   - scores: The probabilities `s` `[n, J]`.
  ///   - correct: Whether each expert is right `[n, J]`.
  ///   - seed: Draws the rows for tuning.
  /// - Complexity: O(n J log(n J)).
  package init(scores: [Double], correct: [Bool], experts: Int, alpha: Double, seed: UInt64 = 1) {
    precondition(experts > 0 && scores.count % experts == 0, "scores are [n, J]")
    precondition(scores.count == correct.count, "each score has its truth")
    var order = Array(0..<scores.count / experts)
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&order)
    let count = Int(Self.tuningShare * Double(order.count))
    let curve = { (rows: ArraySlice<Int>) in
      FalseNegativeCurve(rows: rows.sorted(), scores: scores, correct: correct, experts: experts)
    }
    let fitting = curve(order[count...])
    let tuning = count > 0 ? curve(order[..<count]) : fitting
    let kappa = tuning.kappa(alpha: alpha)
    let beta = Self.betas.map {
      (size: Self.meanSetSize(tuning, alpha: alpha, kappa: kappa, beta: $0), beta: $0)
    }
    .min { $0.size < $1.size }?.beta
    self.init(fitting, alpha: alpha, kappa: kappa, beta: beta ?? Self.betas[0])
  }

  /// Fits λ̂ alone, on all rows; without `kappa` that is fitted on them too.
  ///
  /// - Complexity: O(n J log(n J)).
  package init(
    scores: [Double], correct: [Bool], experts: Int, alpha: Double, beta: Double, kappa: Double? = nil
  ) {
    precondition(experts > 0 && scores.count % experts == 0, "scores are [n, J]")
    precondition(beta >= 0, "β is not negative")
    let rows = Array(0..<scores.count / experts)
    let curve = FalseNegativeCurve(rows: rows, scores: scores, correct: correct, experts: experts)
    self.init(curve, alpha: alpha, kappa: kappa ?? curve.kappa(alpha: alpha), beta: beta)
  }

  private init(_ curve: FalseNegativeCurve, alpha: Double, kappa: Double, beta: Double) {
    self.alpha = alpha
    self.kappa = kappa
    self.beta = beta
    rows = curve.rows
    lambda = Self.lambda(curve, alpha: alpha, kappa: kappa, beta: beta)
  }

  /// The available experts of a set, by the bare formula: there may be none.
  ///
  /// - Parameter probabilities: `P(m_j = y | x)` `[J]`.
  /// - Complexity: O(J).
  package func set(probabilities: UnsafeBufferPointer<Double>, available: ExpertSet) -> ExpertSet {
    guard let threshold else { return available }
    return ExpertSet(
      (0..<available.capacity).filter { available.contains($0) && probabilities[$0] > threshold },
      of: available.capacity)
  }

  private static func threshold(lambda: Double, beta: Double, kappa: Double) -> Double {
    (1 - lambda + beta * kappa) / (1 + beta)
  }

  /// The smallest λ that holds α; by halves, for the rate falls as λ grows.
  private static func lambda(
    _ curve: FalseNegativeCurve, alpha: Double, kappa: Double, beta: Double
  ) -> Double? {
    let n = Double(curve.rows)
    var range = 0..<lambdas.count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      let rate = curve.rate(threshold: threshold(lambda: lambdas[middle], beta: beta, kappa: kappa))
      let isHeld = n / (n + 1) * rate + 1 / (n + 1) <= alpha + 1e-12
      range = isHeld ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound < lambdas.count ? lambdas[range.lowerBound] : nil
  }

  private static func meanSetSize(
    _ curve: FalseNegativeCurve, alpha: Double, kappa: Double, beta: Double
  ) -> Double {
    let lambda = lambda(curve, alpha: alpha, kappa: kappa, beta: beta)
    return curve.meanSetSize(threshold: lambda.map { threshold(lambda: $0, beta: beta, kappa: kappa) })
  }
}
