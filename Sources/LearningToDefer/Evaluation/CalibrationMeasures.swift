import Glibc

/// How far confidences are to be trusted: their calibration, and how sharp they are.
///
/// Calibration errors compare the share that came true with the mean confidence, bin by bin; Brier score and log loss judge each row
/// and so reward sharpness too. Without rows every figure is nil.
package struct CalibrationMeasures: Sendable, Equatable {
  /// How many bins the calibration errors use.
  package static let bins = 15

  /// The number of rows.
  package let rows: Int
  /// Confidence against accuracy in bins of equal width.
  package let reliability: ReliabilityDiagram
  /// The expected calibration error over bins of equal size: rows where confidences crowd get more bins.
  package let adaptiveECE: Double?
  /// The mean squared gap of bins of equal size, less what chance adds to it; it may be negative.
  ///
  /// A bin's squared gap is estimated by `Σ_{i≠j} r_i r_j / (n (n - 1))`, `r = c - s`: unbiased, where the plain `(Σ r / n)²` is too
  /// large by the variance of a mean. It is the debiased estimator of Kumar, Liang, Ma (2019), after Bröcker (2012),
  /// `gap² - ȳ (1 - ȳ) / (n - 1)`, for bins whose confidences differ. Nil below two rows.
  package let squaredCalibrationError: Double?
  /// The mean of `(s - c)²` (Brier 1950).
  package let brierScore: Double?
  /// The mean of `-log s` where it came true and `-log(1 - s)` where not, `s` clamped (`LogLoss`).
  package let logLoss: Double?

  /// The expected calibration error over bins of equal width.
  package var expectedCalibrationError: Double? { reliability.expectedCalibrationError }

  /// The root of `squaredCalibrationError`, 0 where chance alone explains the gaps: on the scale of the other errors.
  package var debiasedECE: Double? { squaredCalibrationError.map { max(0, $0).squareRoot() } }

  /// Computes every figure.
  ///
  /// - Complexity: O(n).
  package init(_ sample: ConfidenceSample) {
    rows = sample.rows
    var reliability = ReliabilityDiagram(bins: Self.bins)
    var squares = 0.0
    var losses = 0.0
    for (confidence, correct) in zip(sample.confidence, sample.correct) {
      reliability.add(confidence: confidence, correct: correct)
      let residual = (correct ? 1 : 0) - confidence
      squares += residual * residual
      losses += LogLoss.of(confidence, correct: correct)
    }
    self.reliability = reliability
    let n = Double(rows)
    brierScore = rows > 0 ? squares / n : nil
    logLoss = rows > 0 ? losses / n : nil
    let adaptive = EqualMassBins(sample, bins: Self.bins)
    adaptiveECE = rows > 0 ? adaptive.bins.reduce(0) { $0 + abs($1.sum) } / n : nil
    squaredCalibrationError = rows > 1 ? adaptive.bins.reduce(0) { $0 + $1.pairs } / n : nil
  }
}

extension EqualMassBins.Bin {
  /// The bin's rows times its unbiased squared gap.
  fileprivate var pairs: Double { (sum * sum - squares) / Double(rows - 1) }
}
