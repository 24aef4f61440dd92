import LearningToDefer
import Testing

private struct EstimatorCase: Decodable {
  let surrogate: String
  let classes: Int
  let experts: Int
  let logits: [[Float]]
  let available: [[Bool]]
  let class_probabilities: [[Double]]
  let expert_correctness: [[Double]]
  let prediction: [Int]
  let decision_all_available: [Int]
  let decision_available: [Int]
}

private func written(_ count: Int, _ write: (UnsafeMutableBufferPointer<Double>) -> Void) -> [Double] {
  [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
    buffer.initialize(repeating: .nan)
    write(buffer)
    initialized = count
  }
}

private func number(_ maker: DecisionMaker) -> Int {
  switch maker {
  case .classifier: 0
  case .expert(let index): index + 1
  }
}

struct CorrectnessEstimatorTests {
  @Test func `probabilities, predictions and decisions are the golden ones`() throws {
    var rows = 0
    for golden in try golden("estimators", as: [EstimatorCase].self) {
      guard let surrogate = SurrogateName(rawValue: golden.surrogate) else { continue }
      let estimator = CorrectnessEstimator(
        surrogate: surrogate, classes: golden.classes, experts: golden.experts)
      for row in golden.logits.indices {
        rows += 1
        golden.logits[row].withUnsafeBufferPointer { logits in
          let classes = written(golden.classes) { estimator.classProbabilities(logits, into: $0) }
          let experts = written(golden.experts) { estimator.expertCorrectness(logits, into: $0) }
          #expect(zip(classes, golden.class_probabilities[row]).allSatisfy { agree($0, $1, absolute: 1e-6) })
          #expect(zip(experts, golden.expert_correctness[row]).allSatisfy { agree($0, $1, absolute: 1e-6) })
          let h = estimator.predictedClass(logits)
          #expect(h == golden.prediction[row])
          let everyone = ExpertSet(all: golden.experts)
          let some = ExpertSet((0..<golden.experts).filter { golden.available[row][$0] }, of: golden.experts)
          #expect(
            number(
              DecisionRule.decide(
                logits, predictedClass: h, estimator: estimator, available: everyone))
              == golden.decision_all_available[row])
          #expect(
            number(
              DecisionRule.decide(logits, predictedClass: h, estimator: estimator, available: some))
              == golden.decision_available[row])
        }
      }
    }
    #expect(rows > 30)
  }

  @Test func `softmax's estimate is Eq. 12, t_j / (1 - sum of t)`() {
    let estimator = CorrectnessEstimator(surrogate: .softmax, classes: 3, experts: 2)
    let logits: [Float] = [1, 0.5, -1, -2, -0.5]
    let total = logits.reduce(0) { $0 + exponential($1) }
    let t = logits.map { exponential($0) / total }
    let found = logits.withUnsafeBufferPointer { row in
      written(2) { estimator.expertCorrectness(row, into: $0) }
    }
    #expect(agree(found[0], t[3] / (1 - t[3] - t[4]), absolute: 1e-12))
    #expect(agree(found[1], t[4] / (1 - t[3] - t[4]), absolute: 1e-12))
  }

  @Test(arguments: SurrogateName.allCases, [Float(1e4), -1e4, 3e38, -3e38])
  func `huge logits give probabilities`(surrogate: SurrogateName, size: Float) {
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 2, experts: 2)
    let classes: [Float] = surrogate == .rejectorOnly ? [1, 0] : [size, size / 2]
    let weight: [Float] = surrogate == .mixtureOfExperts ? [size] : []
    Array((classes + weight + [-size, size]).prefix(estimator.width)).withUnsafeBufferPointer { logits in
      let classes = written(2) { estimator.classProbabilities(logits, into: $0) }
      let experts = written(2) { estimator.expertCorrectness(logits, into: $0) }
      #expect(agree(classes[0] + classes[1], 1, absolute: 1e-12))
      #expect((classes + experts).allSatisfy { $0 >= 0 && $0 <= 1 })
    }
  }

  @Test(arguments: SurrogateName.allCases)
  func `a score shows as its expert's probability`(surrogate: SurrogateName) {
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 2, experts: 3)
    let weight: [Float] = surrogate == .mixtureOfExperts ? [0.7] : []
    Array(([0.8, 0.2] + weight + [3, -0.5, 0.1]).prefix(estimator.width)).withUnsafeBufferPointer { logits in
      let scores = written(3) { estimator.conformalScores(logits, into: $0) }
      let experts = written(3) { estimator.expertCorrectness(logits, into: $0) }
      #expect(scores.map(estimator.probability) == experts)
    }
  }

  private func exponential(_ x: Float) -> Double { Double.exponential(Double(x)) }
}

extension Double {
  /// The exponential by its series, so that nothing of the sources is used.
  fileprivate static func exponential(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 1..<60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}
