import LearningToDefer
import Testing

struct BaselinesTests {
  private let examples: Examples
  private let network: Network
  private let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 7)
  private let rows = Array(0..<400)

  init() throws {
    var examples = syntheticExamples(rows: 400, experts: 7)
    for row in stride(from: 0, to: 400, by: 5) { examples.expertLabels[row * 7 + row % 7] = -1 }
    for row in stride(from: 0, to: 400, by: 11) { examples.labels[row] = -1 }
    self.examples = examples
    network = Network(inputs: 5, hidden: [6], outputs: 10, activation: .relu, seed: 3)
  }

  private var found: Evaluation {
    Evaluation(
      network: network, surrogate: .oneVsAll, conformal: nil, examples: examples, rows: rows, alpha: 0.1)
  }

  @Test func `the ensemble is the vote of the five with the largest outputs on deferral`() {
    let reference = ReferenceNetwork(network)
    var (scored, right, deferred) = (0, 0, 0)
    for row in rows {
      let outputs = examples.features.withRow(row) { reference.logits(Array($0)) }
      let scores = Array(outputs[3...])
      let h = (0..<3).max { outputs[$0] < outputs[$1] } ?? 0
      let truth = examples.labels[row]
      guard (scores.max() ?? 0) >= outputs[h] else {
        scored += truth >= 0 ? 1 : 0
        right += truth == h ? 1 : 0
        continue
      }
      deferred += 1
      let five = scores.indices.sorted { scores[$0] > scores[$1] }.prefix(5)
      let labels = five.map { examples.expertLabels[row * 7 + $0] }
      guard truth >= 0, labels.allSatisfy({ $0 >= 0 }) else { continue }
      scored += 1
      let votes = (0..<3).map { k in
        let own = zip(five, labels).filter { $0.1 == k }
        return (Double(own.count), own.reduce(0) { $0 + 1 / (1 + exponential(-scores[$1.0])) })
      }
      let answer = (0..<3).max { votes[$0] < votes[$1] }
      right += answer == Int(truth) ? 1 : 0
    }
    #expect(deferred > 50)
    #expect(found.ensemble.rows == scored)
    #expect(found.ensemble.correct == right)
    #expect(found.ensemble.decided == rows.count)
  }

  @Test func `a random expert's accuracy is the share of all labels that are right`() {
    var (right, labels) = (0, 0)
    for row in rows where examples.labels[row] >= 0 {
      for label in examples.labels(ofExpertsOn: row) where label >= 0 {
        labels += 1
        right += label == examples.labels[row] ? 1 : 0
      }
    }
    #expect(found.randomExpertAccuracy == Double(right) / Double(labels))
  }

  @Test func `the best expert is the best on training rows`() {
    let accuracy = ConfusionMatrices(examples, rows: rows).accuracy
    for expert in 0..<7 {
      let own = rows.map { examples.correctness(row: $0, expert: expert) }.filter { $0 >= 0 }
      #expect(
        agree(accuracy[expert] ?? .nan, Double(own.count { $0 == 1 }) / Double(own.count), absolute: 1e-12))
    }
    let best = BestExpert.index(trainingAccuracy: accuracy)
    #expect(accuracy.compactMap(\.self).max() == best.flatMap { accuracy[$0] })
    #expect(BestExpert.index(trainingAccuracy: [nil, 0.5, 0.5, nil]) == 1)
    #expect(BestExpert.index(trainingAccuracy: [nil, nil]) == nil)
    #expect(BestExpert.index(trainingAccuracy: [0]) == 0)
    let away = ExpertSet([0, 2], of: 3)
    #expect(BestExpert.index(trainingAccuracy: [0.2, 0.9, 0.3], available: away) == 2)
  }

  @Test func `baselines ask nobody who is not available`() {
    let alone = Evaluation(
      network: network, policy: DecisionPolicy(estimator), conformal: nil, examples: examples, rows: rows,
      alpha: 0.1, available: ExpertSet([3], of: 7))
    #expect(alone.randomExpertAccuracy == alone.expertAccuracy[3])
    // The one expert is the whole ensemble.
    #expect(alone.ensemble.accuracy == alone.systemAccuracy)
  }

  @Test func `a model that never defers has experts' accuracies but no estimates`() {
    let classifier = Network(inputs: 5, hidden: [6], outputs: 3, activation: .relu, seed: 3)
    let found = Evaluation(
      network: classifier, surrogate: .classifierOnly, conformal: nil, examples: examples, rows: rows,
      alpha: 0.1)
    #expect(!found.defers)
    #expect(found.deferralRate == 0)
    #expect(found.systemAccuracy == found.classifierAccuracy)
    #expect(found.meanECE == nil)
    #expect(found.expertAccuracy == self.found.expertAccuracy)
    #expect(found.conformal.rows == 0)
  }

  private func exponential(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for n in 1..<60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}
