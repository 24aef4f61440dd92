/// The exact statistic: the curve from a threshold t to the false negative rate.
///
/// Eq. 15 done right. A row's false negative rate is the share of its correct experts left out of `C_t(x) = { j : s_j ≥ t }`, 0 if it has
/// none. Its top expert counts as `+∞`: always in the set. Conformal risk control (Angelopoulos et al. 2022) gives
/// `E[FNR] ≤ α` for new rows.
package struct ExactConformal: Sendable, Equatable {
  /// The finite scores of correct experts and then +∞, strictly ascending.
  package let thresholds: [Double]
  /// The mean false negative rate of the calibration rows at each threshold, ascending.
  package let falseNegativeRates: [Double]
  /// The number of calibration rows, n.
  package let rows: Int

  /// Keeps a curve that was fitted before.
  package init(thresholds: [Double], falseNegativeRates: [Double], rows: Int) {
    precondition(thresholds.count == falseNegativeRates.count, "each threshold has its rate")
    self.thresholds = thresholds
    self.falseNegativeRates = falseNegativeRates
    self.rows = rows
  }

  /// Fits the curve.
  ///
  /// - Parameters:
  ///   - scores: The served scores `[n, J]`.
  ///   - correct: Whether each expert is right `[n, J]`.
  /// - Complexity: O(n J log(n J)).
  package init(scores: [Double], correct: [Bool], experts: Int) {
    precondition(experts > 0 && scores.count % experts == 0, "scores are [n, J]")
    precondition(scores.count == correct.count, "each score has its truth")
    rows = scores.count / experts
    let losses = Self.losses(scores: scores, correct: correct, experts: experts)
    (thresholds, falseNegativeRates) = Self.curve(losses, rows: rows)
  }

  /// The largest threshold with `Σ_i FNR_i(t) + 1 ≤ (n + 1) α + 1e-9`.
  ///
  /// - Complexity: O(log(n J)).
  package func threshold(alpha: Double) -> ConformalThreshold {
    let allowed = Double(rows + 1) * alpha + 1e-9
    var low = 0
    var high = thresholds.count
    while low < high {
      let middle = (low + high) / 2
      if falseNegativeRates[middle] * Double(rows) + 1 <= allowed { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return .everyone }
    return thresholds[low - 1] == .infinity ? .top : .threshold(thresholds[low - 1])
  }

  /// What a row loses once the threshold exceeds a correct expert's score.
  private struct Loss {
    let score: Double
    let share: Double
  }

  private static func losses(scores: [Double], correct: [Bool], experts: Int) -> [Loss] {
    var losses: [Loss] = []
    for start in stride(from: 0, to: scores.count, by: experts) {
      let row = start..<start + experts
      let right = row.filter { correct[$0] }
      let top = row.dropFirst().reduce(start) { scores[$1] > scores[$0] ? $1 : $0 }
      for expert in right where expert != top {
        losses.append(Loss(score: scores[expert], share: 1 / Double(right.count)))
      }
    }
    return losses.sorted { $0.score < $1.score }
  }

  private static func curve(_ losses: [Loss], rows: Int) -> (thresholds: [Double], rates: [Double]) {
    var thresholds: [Double] = []
    var rates: [Double] = []
    var lost = CompensatedSum()
    let divisor = Double(max(1, rows))
    for (index, loss) in losses.enumerated() {
      // At t = a score, experts with exactly that score are still in the set.
      if index == 0 || loss.score > losses[index - 1].score {
        thresholds.append(loss.score)
        rates.append(lost.value / divisor)
      }
      lost.add(loss.share)
    }
    return (thresholds + [.infinity], rates + [lost.value / divisor])
  }
}
