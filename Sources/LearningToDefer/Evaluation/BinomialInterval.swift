/// Wilson's score interval for the probability behind a share of successes.
///
/// Wilson (1927): the probabilities p with `|k/n - p| <= z √(p (1 - p) / n)`. Close to its level on average over p, also for few
/// rows and near 0 and 1, where the usual `k/n ± z √(...)` is far too narrow (Brown, Cai, DasGupta 2001).
package enum BinomialInterval {
  /// The two-sided normal quantile of 95 %.
  private static let z = 1.959963984540054

  /// The 95 % interval after `successes` of `trials`.
  package static func of(successes: Int, trials: Int) -> ClosedRange<Double> {
    precondition(trials > 0 && (0...trials).contains(successes), "successes are among at least one trial")
    let n = Double(trials)
    let share = Double(successes) / n
    let shrinkage = 1 + z * z / n
    let centre = (share + z * z / (2 * n)) / shrinkage
    let half = z / shrinkage * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    // Rounding must not take the share itself out.
    return max(0, min(share, centre - half))...min(1, max(share, centre + half))
  }
}
