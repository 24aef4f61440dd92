import Foundation
import LearningToDefer
import Testing

/// One small random case: a row, its model and what is set.
private struct Case {
  let estimator: CorrectnessEstimator
  let row: [Float]
  let available: ExpertSet
  let costs: [Double]
  let shift: Double?

  init(seed: UInt64, surrogate: SurrogateName, maps: Bool, shift: Bool) {
    var generator = SeededGenerator(seed: seed)
    let experts = 1 + generator.index(below: 4)
    estimator = CorrectnessEstimator(
      surrogate: surrogate, classes: 3, experts: experts,
      maps: maps ? .random(experts: experts, &generator) : nil)
    // Few values, so that keys tie.
    row = (0..<estimator.width).map { _ in Float(generator.index(below: 5)) - 2 }
    available = ExpertSet((0..<experts).filter { _ in generator.uniform() < 0.7 }, of: experts)
    costs = (0..<experts).map { _ in generator.index(below: 3) == 0 ? 0.25 * generator.uniform() : 0 }
    self.shift = shift ? generator.uniform() - 0.5 : nil
  }

  var policy: DecisionPolicy { DecisionPolicy(estimator, costs: costs, shift: shift) }

  var decision: RowDecision { decide(policy) }

  func decide(_ policy: DecisionPolicy) -> RowDecision {
    row.withUnsafeBufferPointer { policy.decide($0, available: available) }
  }

  var outputs: [Double] {
    [Double](unsafeUninitializedCapacity: estimator.experts) { buffer, count in
      row.withUnsafeBufferPointer { estimator.outputs($0, into: buffer) }
      count = estimator.experts
    }
  }

  /// The decision by definition: every decider's key, compared pair by pair.
  var bruteForce: DecisionMaker {
    let h = (0..<3).filter { k in (0..<3).allSatisfy { row[k] >= row[$0] } }[0]
    let own = row.withUnsafeBufferPointer { estimator.classifierScore($0, answer: h) }
    let classifier = (v: estimator.classifierCorrectness(ofScore: own), u: own)
    let keys = outputs.enumerated().map { j, u in
      (v: estimator.expertCorrectness(ofScore: u, expert: j) - costs[j], u: u)
    }
    let beats = { (a: Int, b: Int) in
      keys[a].v != keys[b].v ? keys[a].v > keys[b].v : keys[a].u != keys[b].u ? keys[a].u > keys[b].u : a < b
    }
    let best = available.indices.first { j in available.indices.allSatisfy { $0 == j || beats(j, $0) } }
    guard let best else { return .classifier }
    let advantage = keys[best].v - classifier.v + (shift ?? 0)
    if advantage != 0 { return advantage > 0 ? .expert(best) : .classifier }
    return shift == nil && classifier.u > keys[best].u ? .classifier : .expert(best)
  }
}

struct DecisionPolicyTests {
  @Test(arguments: [SurrogateName.oneVsAll, .softmax, .mixtureOfExperts], 0..<300 as Range<UInt64>)
  func `maps, costs, a shift and availability decide as the definition does`(
    surrogate: SurrogateName, seed: UInt64
  ) {
    let draw = Case(seed: seed, surrogate: surrogate, maps: seed % 2 == 0, shift: seed % 3 == 0)
    #expect(draw.decision.maker == draw.bruteForce)
  }

  @Test(arguments: SurrogateName.allCases, 0..<60 as Range<UInt64>)
  func `with nothing set the raw outputs decide`(surrogate: SurrogateName, seed: UInt64) {
    let draw = Case(seed: seed, surrogate: surrogate, maps: false, shift: false)
    let found = draw.decide(DecisionPolicy(draw.estimator))
    let expected = draw.row.withUnsafeBufferPointer { row in
      DecisionRule.decide(
        row, predictedClass: draw.estimator.predictedClass(row), estimator: draw.estimator,
        available: draw.available)
    }
    #expect(found.maker == expected)
    // A shift of 0 compares keys, in the same order.
    if surrogate != .rejectorOnly {
      #expect(draw.decide(DecisionPolicy(draw.estimator, shift: 0)).maker == expected)
    }
  }

  @Test(arguments: [SurrogateName.oneVsAll, .softmax])
  func `outputs whose probabilities are all 1 are told apart by keys too`(surrogate: SurrogateName) {
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 2, experts: 2)
    for (row, maker) in [([60, 0, 61, 62], DecisionMaker.expert(1)), ([62, 0, 61, 60], .classifier)] {
      let logits = row.map { Float($0) }
      for policy in [DecisionPolicy(estimator), DecisionPolicy(estimator, shift: 0)] {
        let found = logits.withUnsafeBufferPointer {
          policy.decide($0, available: ExpertSet(all: 2)).maker
        }
        #expect(found == maker)
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `a cost matrix decides by the least expected cost, by definition`(seed: UInt64) throws {
    let draw = Case(seed: seed, surrogate: .oneVsAll, maps: seed % 2 == 0, shift: false)
    var generator = SeededGenerator(seed: seed + 1000)
    let matrix = try ErrorCostMatrix(
      (0..<3).map { k in (0..<3).map { $0 == k ? 0 : Double(generator.index(below: 4)) + 0.5 } }, classes: 3)
    let experts = draw.estimator.experts
    let confusion = ConfusionMatrices(
      counts: (0..<experts * 9).map { _ in Double(generator.index(below: 30)) }, experts: experts, classes: 3)
    let policy = DecisionPolicy(
      draw.estimator, costs: draw.costs, errorCosts: matrix, confusion: confusion)
    let found = draw.decide(policy)
    let p = EstimatorRow(draw.row, draw.estimator).classProbabilities
    let expected = (0..<3).map { a in (0..<3).reduce(0) { $0 + p[$1] * matrix.costs[$1 * 3 + a] } }
    #expect(found.answer == (0..<3).first { a in expected.allSatisfy { expected[a] <= $0 } })
    let errors = ExpertErrorCosts(matrix: matrix, confusion: confusion)
    let worths = draw.outputs.enumerated().map { j, u in
      p.withUnsafeBufferPointer {
        -draw.costs[j]
          - errors.expectedCost(
            expert: j, probabilities: $0, correctness: draw.estimator.expertCorrectness(ofScore: u, expert: j)
          )
      }
    }
    let best = draw.available.indices.max { worths[$0] < worths[$1] }
    let own = -expected[found.answer]
    // Rounding may part what the definition has tied.
    guard let best, abs(worths[best] - own) > 1e-12 else { return }
    #expect((found.maker == .classifier) == (own > worths[best]))
  }

  @Test func `a matrix of one cost is none, and costs are divided by it`() throws {
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 2)
    let uniform = try ErrorCostMatrix((0..<3).map { k in (0..<3).map { $0 == k ? 0 : 5 } }, classes: 3)
    let plain = DecisionPolicy(estimator, costs: [0.1, 0])
    let scaled = DecisionPolicy(estimator, costs: [0.5, 0], errorCosts: uniform)
    #expect(DecisionPolicy(estimator, errorCosts: uniform).defersAsCalibrated)
    for seed in 0..<200 as Range<UInt64> {
      let row = randomFloats(5, scale: 1, seed: seed)
      row.withUnsafeBufferPointer { row in
        #expect(
          plain.decide(row, available: ExpertSet(all: 2)) == scaled.decide(row, available: ExpertSet(all: 2)))
      }
    }
    #expect(scaled.cost(.expert(0), answer: 1, truth: 0) == 5.5)
    #expect(plain.cost(.expert(0), answer: 1, truth: 1) == 0.1)
    #expect(plain.cost(.classifier, answer: 1, truth: 0) == 1)
  }

  @Test(arguments: [0, 0.07, 0.2, 0.5, 1])
  func `a shift that is fitted on rows defers the wished share of them exactly`(rate: Double) {
    let estimator = CorrectnessEstimator(surrogate: .softmax, classes: 3, experts: 4)
    let everyone = ExpertSet(all: 4)
    var policy = DecisionPolicy(estimator, costs: [0, 0.1, 0, 0.02])
    let rows = (0..<400).map { randomFloats(7, scale: 2, seed: UInt64($0)) }
    let advantages = rows.compactMap { row in
      row.withUnsafeBufferPointer { policy.advantage($0, available: everyone)?.value }
    }
    policy.shift = DeferralBudget(rate: rate, advantages: advantages).shift
    let deferred = rows.count { row in
      row.withUnsafeBufferPointer { policy.decide($0, available: everyone).maker } != .classifier
    }
    #expect(deferred == Int(rate * 400 + 1e-9))
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `rows that are shared out at once are worth most, by trying everything`(seed: UInt64) {
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: 2, experts: 2)
    let policy = DecisionPolicy(estimator, costs: [0.05, 0], shift: seed % 2 == 0 ? 0.1 : nil)
    let rows = (0..<5).map { randomFloats(4, scale: 2, seed: 100 * seed + UInt64($0)) }
    let everyone = ExpertSet(all: 2)
    var batch = BatchWorths()
    for row in rows { row.withUnsafeBufferPointer { policy.addWorths($0, available: everyone, to: &batch) } }
    let found = batch.assigned(capacities: [1, 2])
    let worth = { (row: Int, maker: DecisionMaker) -> Double in
      let sigma = { (x: Float) in 1 / (1 + exp(-Double(x))) }
      switch maker {
      case .classifier: return sigma(max(rows[row][0], rows[row][1]))
      case .expert(let j): return sigma(rows[row][2 + j]) - policy.costs[j] + (policy.shift ?? 0)
      }
    }
    var best = -Double.infinity
    for code in 0..<243 {
      let makers = (0..<5).map {
        [DecisionMaker.classifier, .expert(0), .expert(1)][code / [1, 3, 9, 27, 81][$0] % 3]
      }
      guard makers.count(where: { $0 == .expert(0) }) <= 1, makers.count(where: { $0 == .expert(1) }) <= 2
      else { continue }
      best = max(best, makers.enumerated().reduce(0) { $0 + worth($1.offset, $1.element) })
    }
    #expect(found.count { $0 == .expert(0) } <= 1 && found.count { $0 == .expert(1) } <= 2)
    let total = found.enumerated().reduce(0) { $0 + worth($1.offset, $1.element) }
    #expect(agree(total, best, absolute: 1e-9))
  }

  @Test(
    arguments: [SurrogateName.oneVsAll, .softmax, .mixtureOfExperts, .rejectorOnly], [1, 40, 900] as [Float])
  func `with room for everybody a batch is decided row by row, saturated or not`(
    surrogate: SurrogateName, scale: Float
  ) {
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
    let everyone = ExpertSet(all: 4)
    let rows = (0..<300).map { seed in
      var row = randomFloats(estimator.width, scale: scale, seed: UInt64(seed))
      if estimator.takesClassProbabilities { for k in 0..<3 { row[k] = abs(row[k]) } }
      return row
    }
    for policy in [DecisionPolicy(estimator), DecisionPolicy(estimator, costs: [0, 0.01, 0, 0.2])] {
      var batch = BatchWorths()
      let plain = rows.map { row in
        row.withUnsafeBufferPointer { row in
          policy.addWorths(row, available: everyone, to: &batch)
          return policy.decide(row, available: everyone).maker
        }
      }
      #expect(batch.assigned(capacities: [nil, nil, nil, nil]) == plain)
      let counts = (0..<4).map { expert in plain.count { $0 == .expert(expert) } }
      #expect(batch.assigned(capacities: counts) == plain)
      // Only who loses room loses inputs.
      let tight = batch.assigned(capacities: [nil, max(counts[1] - 1, 0), nil, nil])
      #expect(zip(tight, plain).count { $0 != $1 } <= 1)
    }
  }
}
