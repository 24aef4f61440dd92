import LearningToDefer
import Testing

struct SetComparisonTests {
  /// A linear one-vs-all model that always defers, and what its sets are compared on.
  private func comparison(alpha: Double) throws -> (SetComparison, ConformalCalibration, Examples, Network) {
    let examples = syntheticExamples(rows: 900, classes: 3, experts: 4)
    let weight = randomFloats(7 * 5, seed: 5)
    let layer = DenseLayer(inputs: 5, outputs: 7, weight: weight, bias: [-5, -5, -5, 0, 0.3, 0.6, 0.9])
    let network = try Network(layers: [layer], activation: .relu, scaler: nil)
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 4)
    let conformal = try #require(
      ConformalCalibration.fit(
        network: network, estimator: estimator, examples: examples, rows: Array(0..<400), alpha: alpha))
    let found = SetComparison(
      network: network, estimator: estimator, conformal: conformal, examples: examples,
      rows: Array(400..<900), alpha: alpha)
    return (found, conformal, examples, network)
  }

  @Test func `the exact sets have the figures of the evaluation, on as many rows`() throws {
    let (found, conformal, examples, network) = try comparison(alpha: 0.2)
    let evaluation = Evaluation(
      network: network, surrogate: .oneVsAll, conformal: conformal, examples: examples,
      rows: Array(400..<900), alpha: 0.2)
    #expect(found.rows == evaluation.conformal.rows && found.rows > 300)
    #expect(found.figures.map(\.statistic) == ["exact", "naive", "paper"])
    #expect(found.figures[0].meanSetSize == evaluation.conformal.meanSetSize)
    #expect(
      agree(
        found.figures[0].falseNegativeRate ?? 9, evaluation.conformal.falseNegativeRate ?? 0, absolute: 1e-12)
    )
  }

  @Test func `each statistic keeps what it promises, and missing any is missing more`() throws {
    let (found, _, _, _) = try comparison(alpha: 0.2)
    for figures in found.figures {
      #expect((1...4).contains(figures.meanSetSize ?? 0))
      #expect((figures.missRate ?? 0) >= (figures.falseNegativeRate ?? 1))
      #expect((0.3...1).contains(figures.voteAccuracy ?? 0))
    }
    #expect(agree(found.figures[0].falseNegativeRate ?? 9, 0.2, absolute: 0.06))
    #expect(agree(found.figures[2].falseNegativeRate ?? 9, 0.2, absolute: 0.06))
    #expect((found.figures[1].missRate ?? 9) < 0.27)
  }
}
