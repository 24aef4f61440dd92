import Foundation
import LearningToDefer
import Testing

/// Confidences spread over `[0.02, 0.98]`; each comes true with its own chance, shifted by `gap`.
private func draw(rows: Int, gap: Double = 0, seed: UInt64) -> ConfidenceSample {
  var generator = SeededGenerator(seed: seed)
  var sample = ConfidenceSample()
  for _ in 0..<rows {
    let confidence = 0.02 + 0.96 * generator.uniform()
    sample.add(confidence: confidence, correct: generator.uniform() < min(1, max(0, confidence + gap)))
  }
  return sample
}

struct CalibrationMeasuresTests {
  @Test func `for calibrated confidences the debiased error is much nearer 0 than the plain one`() {
    let trials = 400
    let measures = (0..<trials).map { CalibrationMeasures(draw(rows: 500, seed: UInt64($0))) }
    let mean = { (figure: (CalibrationMeasures) -> Double?) in
      measures.compactMap(figure).reduce(0, +) / Double(trials)
    }
    let squared = mean(\.squaredCalibrationError)
    let deviation = mean { pow(($0.squaredCalibrationError ?? 0) - squared, 2) }.squareRoot()
    #expect(abs(squared) < 4 * deviation / Double(trials).squareRoot())
    #expect(mean(\.expectedCalibrationError) > 0.04)
    #expect(mean(\.debiasedECE) < 0.4 * mean(\.expectedCalibrationError))
  }

  @Test func `a gap that is there is found by every form`() {
    // Away from 0 and 1, so that the shift is never clipped.
    var generator = SeededGenerator(seed: 3)
    var sample = ConfidenceSample()
    for _ in 0..<20_000 {
      let confidence = 0.2 + 0.6 * generator.uniform()
      sample.add(confidence: confidence, correct: generator.uniform() < confidence - 0.1)
    }
    let found = CalibrationMeasures(sample)
    for error in [found.expectedCalibrationError, found.adaptiveECE, found.debiasedECE] {
      #expect(agree(error ?? .nan, 0.1, absolute: 0.01))
    }
  }

  @Test func `the squared error is the mean product of two rows' residuals, by brute force`() {
    let sample = draw(rows: 150, seed: 8)
    let rising = zip(sample.confidence, sample.correct).sorted { $0.0 < $1.0 }
    var squared = 0.0
    var adaptive = 0.0
    for start in stride(from: 0, to: 150, by: 10) {
      let residuals = rising[start..<start + 10].map { ($0.1 ? 1 : 0) - $0.0 }
      for i in 0..<10 {
        for j in 0..<10 where j != i { squared += residuals[i] * residuals[j] / 90 / 15 }
      }
      adaptive += abs(residuals.reduce(0, +)) / 150
    }
    let found = CalibrationMeasures(sample)
    #expect(agree(found.squaredCalibrationError ?? .nan, squared, absolute: 1e-12))
    #expect(agree(found.adaptiveECE ?? .nan, adaptive, absolute: 1e-12))
  }

  @Test func `where a bin has one confidence it is the formula of Kumar, Liang and Ma`() {
    let correct = (0..<40).map { $0 % 5 == 0 }
    let found = CalibrationMeasures(
      ConfidenceSample(confidence: [Double](repeating: 0.3, count: 40), correct: correct))
    let expected = (0.2 - 0.3) * (0.2 - 0.3) - 0.2 * 0.8 / 39
    #expect(agree(found.squaredCalibrationError ?? .nan, expected, absolute: 1e-12))
  }

  @Test func `Brier score and log loss are those of the definition`() {
    let found = CalibrationMeasures(
      ConfidenceSample(confidence: [0.9, 0.2, 0.5], correct: [true, true, false]))
    let brier = (0.01 + 0.64 + 0.25) / 3
    let loss = -(log(0.9) + log(0.2) + log(0.5)) / 3
    #expect(agree(found.brierScore ?? .nan, brier, absolute: 1e-12))
    #expect(agree(found.logLoss ?? .nan, loss, absolute: 1e-12))
  }

  @Test func `a certainty that is wrong costs what the clamp says, not infinity`() {
    #expect(agree(LogLoss.of(1, correct: false), -log(1e-6), absolute: 1e-9))
    #expect(agree(LogLoss.of(0, correct: true), -log(1e-6), absolute: 1e-9))
    #expect(LogLoss.of(1, correct: true) < 1.1e-6)
  }

  @Test func `the order of rows does not matter, and rows that tie are one bin`() {
    let confidence = (0..<200).map { $0 % 3 == 0 ? 0.25 : 0.75 }
    let correct = (0..<200).map { $0 % 7 < 4 }
    let plain = CalibrationMeasures(ConfidenceSample(confidence: confidence, correct: correct))
    let turned = CalibrationMeasures(
      ConfidenceSample(confidence: confidence.reversed(), correct: correct.reversed()))
    #expect(plain.adaptiveECE == turned.adaptiveECE)
    #expect(plain.squaredCalibrationError == turned.squaredCalibrationError)
    // Two bins, as with equal widths.
    #expect(agree(plain.adaptiveECE ?? .nan, plain.expectedCalibrationError ?? 0, absolute: 1e-12))
  }

  @Test func `figures without rows are nil, and one row has no debiased error`() {
    let none = CalibrationMeasures(ConfidenceSample())
    #expect(none.expectedCalibrationError == nil && none.adaptiveECE == nil && none.brierScore == nil)
    #expect(none.logLoss == nil && none.squaredCalibrationError == nil && none.debiasedECE == nil)
    let one = CalibrationMeasures(ConfidenceSample(confidence: [0.5], correct: [true]))
    #expect(one.adaptiveECE == 0.5)
    #expect(one.squaredCalibrationError == nil)
  }
}
