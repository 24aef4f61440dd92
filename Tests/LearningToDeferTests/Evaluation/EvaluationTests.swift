import Foundation
import LearningToDefer
import Testing

private func trained(_ examples: Examples, _ surrogate: SurrogateName) throws -> Network {
  var settings = TrainingSettings()
  settings.surrogate = surrogate
  settings.hidden = [8]
  settings.epochs = 2
  settings.batchSize = 50
  return try Trainer(settings: settings).train(examples, training: Array(0..<examples.rows)).network
}

/// Figures of every row from the reference network, by definition.
private struct Expected {
  var scored = 0
  var correct = 0
  var classifierCorrect = 0
  var truths = 0
  var deferred = 0
  var outcomes: [RowOutcome] = []

  init(_ network: Network, _ surrogate: SurrogateName, _ examples: Examples, rows: [Int]) {
    let reference = ReferenceNetwork(network)
    let experts = examples.experts.count
    for row in rows {
      let outputs = examples.features.withRow(row) { reference.logits(Array($0)) }
      var scores = examples.classes.indices.map { $0 < outputs.count ? outputs[$0] : 0 }
      examples.classProbabilities?.withRow(row) { scores = $0.map { Double($0) } }
      let h = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      let own =
        switch surrogate {
        case .oneVsAll, .softmax: scores[h]
        case .mixtureOfExperts: outputs[scores.count]
        case .classifierOnly: Double.infinity
        default: log(scores[h] / (1 - scores[h]))
        }
      let logits = surrogate == .classifierOnly ? [-1, -1, -1] : Array(outputs.suffix(experts))
      let j = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      let truth = examples.labels[row]
      let defers = logits[j] >= own
      let answer = defers ? examples.expertLabels[row * experts + j] : Int32(h)
      deferred += defers ? 1 : 0
      if truth >= 0 {
        truths += 1
        classifierCorrect += truth == h ? 1 : 0
      }
      guard truth >= 0, answer >= 0 else {
        outcomes.append(.unscored)
        continue
      }
      scored += 1
      correct += answer == truth ? 1 : 0
      outcomes.append(answer == truth ? .correct : .wrong)
    }
  }
}

struct EvaluationTests {
  @Test(arguments: SurrogateName.allCases)
  func `figures are those of the definition, with labels and truths missing`(surrogate: SurrogateName) throws
  {
    var examples = syntheticExamples(rows: 700, experts: 3, missing: 0.4)
    for row in stride(from: 0, to: 700, by: 9) { examples.labels[row] = -1 }
    if surrogate == .rejectorOnly { examples.giveClassProbabilities() }
    let network = try trained(examples, surrogate)
    let rows = Array(stride(from: 699, through: 0, by: -2))
    let found = Evaluation(
      network: network, surrogate: surrogate, conformal: nil, examples: examples, rows: rows, alpha: 0.1)
    let expected = Expected(network, surrogate, examples, rows: rows)
    #expect(found.rows == rows.count)
    #expect(found.rowsUnscored == rows.count - expected.scored)
    #expect(found.rowsUnscored > 0)
    #expect(found.outcomes == expected.outcomes)
    #expect(found.systemAccuracy == Double(expected.correct) / Double(expected.scored))
    #expect(found.classifierAccuracy == Double(expected.classifierCorrect) / Double(expected.truths))
    #expect(found.deferralRate == Double(expected.deferred) / Double(rows.count))
    #expect(found.classifier.decided + found.experts.reduce(0) { $0 + $1.decided } == rows.count)
    #expect(found.classifier.rows + found.experts.reduce(0) { $0 + $1.rows } == expected.scored)
  }

  @Test func `an expert's figures are over the rows that the expert labelled`() throws {
    var examples = syntheticExamples(rows: 300)
    for row in 0..<300 { examples.expertLabels[row * 2 + 1] = -1 }
    let network = try trained(examples, .oneVsAll)
    let found = Evaluation(
      network: network, surrogate: .oneVsAll, conformal: nil, examples: examples, rows: Array(0..<300),
      alpha: 0.1)
    let right = (0..<300).filter { examples.expertLabels[$0 * 2] == examples.labels[$0] }.count
    #expect(found.expertAccuracy == [Double(right) / 300, nil])
    #expect(found.expertECE[1] == nil)
    #expect(found.meanECE == found.expertECE[0])
  }

  @Test func `without rows every figure is nil`() {
    let examples = syntheticExamples(rows: 5)
    let network = Network(inputs: 5, hidden: [], outputs: 5, activation: .relu, seed: 1)
    let found = Evaluation(
      network: network, surrogate: .softmax, conformal: nil, examples: examples, rows: [], alpha: 0.1)
    #expect(found.rows == 0)
    #expect(found.systemAccuracy == nil)
    #expect(found.classifierAccuracy == nil)
    #expect(found.deferralRate == nil)
    #expect(found.meanECE == nil)
    #expect(found.conformal.meanSetSize == nil)
    #expect(found.conformal.falseNegativeRate == nil)
  }

  @Test func `conformal figures are over deferred rows that everybody labelled`() throws {
    let mixture = GaussianMixture(seed: 5)
    var examples = mixture.draw(rows: 6000, seed: 6)
    let network = try trained(examples, .oneVsAll)
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 4)
    let calibration = try #require(
      ConformalCalibration.fit(
        network: network, estimator: estimator, examples: examples, rows: Array(0..<3000), alpha: 0.1))
    let test = Array(3000..<6000)
    let evaluate = { (examples: Examples) in
      Evaluation(
        network: network, surrogate: .oneVsAll, conformal: calibration, examples: examples, rows: test,
        alpha: 0.1)
    }
    let full = evaluate(examples)
    #expect(full.conformal.rows == full.experts.reduce(0) { $0 + $1.decided })
    #expect(full.conformal.rule == "threshold")
    #expect((full.conformal.falseNegativeRate ?? 1) < 0.13)
    #expect((full.conformal.meanSetSize ?? 0) < 4)
    for row in test where row % 2 == 0 { examples.expertLabels[row * 4] = -1 }
    let half = evaluate(examples)
    #expect(half.conformal.rows < full.conformal.rows)
    #expect(half.conformal.rows > 0)
  }
}
