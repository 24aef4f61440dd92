import LearningToDefer
import Testing

/// Rows whose features overflow the network are named, never counted.
@Suite struct OverflowTests {
  /// Two classes, two experts; doubling an extreme feature overflows.
  private let network = try? Network(
    layers: [DenseLayer(inputs: 1, outputs: 4, weight: [2, -2, 0, 0], bias: [0, 0, 1, 1])],
    activation: .relu, scaler: nil)

  private let examples = Examples(
    classes: ["a", "b"], experts: ["ann", "bob"],
    features: FeatureTable([0, 3e38, 2, -3e38], columns: 1), labels: [0, 0, 0, 1],
    expertLabels: [0, 1, 0, 1, 0, 1, 0, 1])

  @Test func `an evaluation leaves them unscored and names them`() throws {
    let evaluation = Evaluation(
      network: try #require(network), surrogate: .oneVsAll, conformal: nil, examples: examples,
      rows: Array(0..<4), alpha: 0.1)
    #expect(evaluation.overflowingRows == [1, 3])
    #expect(evaluation.rowsUnscored == 2)
    #expect(evaluation.deferralRate == 0.5)
    #expect(evaluation.expertCalibration.map(\.rows) == [2, 2])
  }

  @Test func `a calibration leaves them out`() throws {
    let calibration = ConformalCalibration.fit(
      network: try #require(network),
      estimator: CorrectnessEstimator(surrogate: .oneVsAll, classes: 2, experts: 2), examples: examples,
      rows: Array(0..<4), alpha: 0.5)
    #expect(calibration?.calibrationRows?.count == 2)
    #expect(calibration?.rows == 1)
  }
}
