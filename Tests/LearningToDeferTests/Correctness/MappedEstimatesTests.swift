import LearningToDefer
import Testing

struct MappedEstimatesTests {
  private func row(_ estimator: CorrectnessEstimator, _ generator: inout SeededGenerator) -> [Float] {
    // Few values, so that outputs tie.
    (0..<estimator.width).map { _ in Float(generator.index(below: 7)) - 3 }
  }

  @Test(arguments: [SurrogateName.oneVsAll, .softmax, .mixtureOfExperts])
  func `maps that are all the identity change nothing, to the bit`(surrogate: SurrogateName) {
    let plain = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
    let none = CorrectnessEstimator(
      surrogate: surrogate, classes: 3, experts: 4,
      maps: CalibrationMaps(classifier: .identity, experts: Array(repeating: .identity, count: 4)))
    #expect(none.maps == nil)
    for seed in 0..<50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let own = row(plain, &generator)
      let (a, b) = (EstimatorRow(own, plain), EstimatorRow(own, none))
      #expect(a.classProbabilities == b.classProbabilities)
      #expect(a.expertCorrectness == b.expertCorrectness)
      #expect(a.scores == b.scores)
    }
  }

  @Test(arguments: [SurrogateName.oneVsAll, .softmax, .mixtureOfExperts])
  func `class probabilities sum to 1, and the prediction's is the mapped one`(surrogate: SurrogateName) {
    for seed in 0..<100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let map = CalibrationMap.platt(slope: 0.2 + generator.uniform(), intercept: generator.uniform())
      let plain = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 2)
      let mapped = CorrectnessEstimator(
        surrogate: surrogate, classes: 3, experts: 2,
        maps: CalibrationMaps(classifier: map, experts: [.identity, .identity]))
      let own = row(plain, &generator)
      let (before, after) = (EstimatorRow(own, plain), EstimatorRow(own, mapped))
      let h = before.predictedClass
      let score = own.withUnsafeBufferPointer { plain.classifierScore($0, answer: h) }
      #expect(after.predictedClass == h)
      #expect(after.classProbabilities[h] == map.probability(of: score) { $0 })
      #expect(agree(after.classProbabilities.reduce(0, +), 1, absolute: 1e-12))
      let others = (0..<3).filter { $0 != h }
      let (a, b) = (others[0], others[1])
      // The others keep their proportions.
      #expect(
        agree(
          after.classProbabilities[a] * before.classProbabilities[b],
          after.classProbabilities[b] * before.classProbabilities[a], absolute: 1e-12))
    }
  }

  @Test func `a classifier that is certain shares what the map leaves among the others`() {
    let mapped = CorrectnessEstimator(
      surrogate: .softmax, classes: 3, experts: 1,
      maps: CalibrationMaps(classifier: .platt(slope: 1, intercept: 0), experts: [.identity]))
    let found = EstimatorRow([2000, 0, 0, 0], mapped).classProbabilities
    #expect(found == [0.5, 0.25, 0.25])
  }

  @Test(arguments: [SurrogateName.oneVsAll, .softmax])
  func `served scores are the mapped values, in the order of v and then of u`(surrogate: SurrogateName) {
    for seed in 0..<300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let estimator = CorrectnessEstimator(
        surrogate: surrogate, classes: 2, experts: 6, maps: .random(experts: 6, &generator))
      guard estimator.maps != nil else { continue }
      let own = row(estimator, &generator)
      let found = EstimatorRow(own, estimator)
      let outputs = own[(own.count - 6)...].map { $0 }
      for a in 0..<6 {
        #expect(agree(found.scores[a], found.expertCorrectness[a], absolute: 1e-14))
        for b in 0..<6 {
          let v = (found.expertCorrectness[a], found.expertCorrectness[b])
          let isBelow = v.0 != v.1 ? v.0 < v.1 : outputs[a] < outputs[b]
          #expect((found.scores[a] < found.scores[b]) == isBelow)
        }
      }
    }
  }

  @Test(arguments: SurrogateName.allCases)
  func `the classifier's score reads as a probability, which for most is the one shown`(
    surrogate: SurrogateName
  ) {
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 2)
    for seed in 0..<20 as Range<UInt64> {
      var own = randomFloats(estimator.width, scale: 3, seed: seed)
      if estimator.takesClassProbabilities { own.replaceSubrange(0..<3, with: [0.2, 0.7, 0.1]) }
      let found = EstimatorRow(own, estimator)
      let shown = own.withUnsafeBufferPointer {
        estimator.classifierCorrectness(ofScore: estimator.classifierScore($0, answer: found.predictedClass))
      }
      #expect(shown >= 0 && shown <= 1)
      // OvA shows normalised probabilities, and a mixture decides by its weights.
      guard surrogate != .oneVsAll, surrogate != .mixtureOfExperts else { continue }
      #expect(agree(shown, found.classProbabilities[found.predictedClass], absolute: 1e-6))
    }
  }
}
