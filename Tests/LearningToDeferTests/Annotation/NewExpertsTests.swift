import Foundation
import LearningToDefer
import Testing

struct NewExpertsTests {
  private static let surrogates: [SurrogateName] = [.oneVsAll, .softmax, .rejectorOnly]

  /// Four experts, the last with labels on the first 30 rows only.
  private func examples() -> Examples {
    var examples = syntheticExamples(rows: 600, experts: 4)
    examples.giveClassProbabilities()
    for row in 30..<600 { examples.expertLabels[row * 4 + 3] = -1 }
    return examples
  }

  private func trained(_ surrogate: SurrogateName, _ examples: Examples) throws -> Network {
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.hidden = [6]
    settings.epochs = 3
    settings.patience = nil
    return try Trainer(settings: settings).train(examples, training: Array(0..<600)).network
  }

  /// `P(m_j = y | x)` of every row `[rows, J]`, and the classifier's answers.
  private func estimates(
    _ network: Network, _ estimator: CorrectnessEstimator, _ examples: Examples
  ) -> (correctness: [Double], answers: [Int]) {
    let pass = ModelPass(network: network, estimator: estimator, capacity: examples.rows)
    let outputs = pass.run(Array(0..<examples.rows), of: examples)
    var correctness: [Double] = []
    var answers: [Int] = []
    for row in 0..<examples.rows {
      var own = [Double](repeating: 0, count: estimator.experts)
      own.withUnsafeMutableBufferPointer { estimator.expertCorrectness(pass.row(row, of: outputs), into: $0) }
      correctness += own
      answers.append(estimator.predictedClass(pass.row(row, of: outputs)))
    }
    return (correctness, answers)
  }

  @Test func `who has fewer than fifty labelled training rows is new, and their labels train nothing`() throws
  {
    let examples = examples()
    let new = NewExperts(examples, among: 0..<4, rows: Array(0..<600))
    #expect(new.indices == [3])
    #expect(NewExperts(examples, among: 0..<4, rows: Array(0..<49)).indices == [0, 1, 2, 3])
    let hidden = new.hidden(in: examples)
    #expect((0..<600).allSatisfy { hidden.expertLabels[$0 * 4 + 3] == -1 })
    var other = examples
    for row in 0..<30 { other.expertLabels[row * 4 + 3] = (other.expertLabels[row * 4 + 3] + 1) % 3 }
    #expect(try trained(.oneVsAll, hidden) == trained(.oneVsAll, new.hidden(in: other)))
  }

  @Test(arguments: surrogates)
  func `a prior is what the estimate shows, by predicted class, and nobody else's estimate changes`(
    surrogate: SurrogateName
  ) throws {
    let examples = examples()
    let new = NewExperts(examples, among: 0..<4, rows: Array(0..<600))
    let network = try trained(surrogate, new.hidden(in: examples))
    var estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
    let plain = estimates(network, estimator, examples)
    let priors = new.priors(
      network: network, estimator: estimator, examples: examples, rows: Array(0..<600))
    let prior = try #require(priors[3])
    #expect(prior.labels == 30 && priors.count == 1)
    estimator.priors = priors
    let silenced = new.silenced(network, estimator: estimator, priors: priors)
    let shown = estimates(silenced, estimator, examples)
    #expect(shown.answers == plain.answers)
    for row in 0..<600 {
      #expect(shown.correctness[row * 4..<row * 4 + 3] == plain.correctness[row * 4..<row * 4 + 3])
      #expect(agree(shown.correctness[row * 4 + 3], prior.byClass[shown.answers[row]], absolute: 1e-6))
    }
  }

  @Test func `a prior counts the expert's labels by the class that the classifier predicts`() throws {
    let examples = examples()
    let new = NewExperts(examples, among: 0..<4, rows: Array(0..<600))
    let network = try trained(.oneVsAll, new.hidden(in: examples))
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 4)
    let answers = estimates(network, estimator, examples).answers
    var right = [0, 0, 0]
    var rows = [0, 0, 0]
    for row in 0..<30 {
      rows[answers[row]] += 1
      right[answers[row]] += Int(examples.correctness(row: row, expert: 3))
    }
    let team = (0..<3).map { expert in
      (Double((0..<600).count { examples.correctness(row: $0, expert: expert) == 1 }), 600.0)
    }
    let found = new.priors(network: network, estimator: estimator, examples: examples, rows: Array(0..<600))
    #expect(found[3] == TeamPrior(team).expert(right: right, rows: rows))
  }

  @Test func `a mixture's weights are shares among all, so that it takes no priors`() {
    #expect(!CorrectnessEstimator(surrogate: .mixtureOfExperts, classes: 3, experts: 4).takesPriors)
    #expect(!CorrectnessEstimator(surrogate: .classifierOnly, classes: 3, experts: 4).takesPriors)
  }
}
