import LearningToDefer
import Testing

/// A batch of inputs to assign.
private struct Batch {
  var classifier: [Double]
  var experts: [Double]
  var capacities: [Int]

  /// Draws scores; coarse ones tie often, and some experts cannot be asked.
  init(inputs: Int, experts count: Int, steps: Int, closed: Double, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let draw = { (generator: inout SeededGenerator) in
      (generator.uniform() * Double(steps)).rounded(.down) / Double(steps)
    }
    classifier = (0..<inputs).map { _ in draw(&generator) }
    experts = (0..<inputs * count).map { _ in
      generator.uniform() < closed ? -.infinity : draw(&generator) - 0.1
    }
    capacities = (0..<count).map { _ in generator.index(below: inputs / max(count, 1) + 2) }
  }

  func worth(_ makers: [DecisionMaker]) -> Double {
    makers.enumerated().reduce(0) { sum, entry in
      switch entry.element {
      case .classifier: sum + classifier[entry.offset]
      case .expert(let j): sum + experts[entry.offset * capacities.count + j]
      }
    }
  }

  var assigned: [DecisionMaker] {
    CapacityAssignment.assign(classifier: classifier, experts: experts, capacities: capacities)
  }

  func keepsCapacities(_ makers: [DecisionMaker]) -> Bool {
    capacities.indices.allSatisfy { j in makers.count { $0 == .expert(j) } <= capacities[j] }
  }

  /// The largest worth, by trying everything.
  func bestWorth(from input: Int = 0, room: [Int]? = nil) -> Double {
    guard input < classifier.count else { return 0 }
    let room = room ?? capacities
    var best = classifier[input] + bestWorth(from: input + 1, room: room)
    for j in room.indices where room[j] > 0 {
      var less = room
      less[j] -= 1
      best = max(best, experts[input * room.count + j] + bestWorth(from: input + 1, room: less))
    }
    return best
  }
}

struct CapacityAssignmentTests {
  @Test(arguments: 0..<300) func `small batches get what trying everything finds`(seed: Int) {
    let batch = Batch(
      inputs: 1 + seed % 7, experts: seed % 4, steps: [3, 10, 1_000_000][seed % 3], closed: 0.2,
      seed: UInt64(seed))
    let makers = batch.assigned
    #expect(batch.keepsCapacities(makers))
    #expect(agree(batch.worth(makers), batch.bestWorth(), absolute: 1e-10))
  }

  @Test func `no exchange of two inputs, and no move to a free expert, makes a large batch better`() {
    let batch = Batch(inputs: 400, experts: 9, steps: 1_000_000, closed: 0.1, seed: 5)
    let makers = batch.assigned
    #expect(batch.keepsCapacities(makers))
    let worth = batch.worth(makers)
    for first in makers.indices {
      for second in 0..<first where makers[first] != makers[second] {
        var other = makers
        other.swapAt(first, second)
        #expect(batch.worth(other) <= worth + 1e-9)
      }
      for j in batch.capacities.indices {
        var other = makers
        other[first] = .expert(j)
        if batch.keepsCapacities(other) { #expect(batch.worth(other) <= worth + 1e-9) }
      }
    }
  }

  @Test func `with room for everybody each input gets its best, and a tie defers to the lowest index`() {
    let makers = CapacityAssignment.assign(
      classifier: [0.5, 0.9, 0.5, 0.5], experts: [0.5, 0.6, 0.2, 0.3, 0.5, 0.5, -.infinity, 0.5],
      capacities: [9, 9])
    #expect(makers == [.expert(1), .classifier, .expert(0), .expert(1)])
  }

  @Test func `more capacity never makes a batch worse`() {
    var batch = Batch(inputs: 60, experts: 5, steps: 1_000_000, closed: 0, seed: 8)
    batch.capacities = [0, 0, 0, 0, 0]
    var worth = batch.worth(batch.assigned)
    #expect(batch.assigned.allSatisfy { $0 == .classifier })
    for step in 0..<40 {
      batch.capacities[step % 5] += 1
      let more = batch.worth(batch.assigned)
      #expect(more >= worth - 1e-9)
      worth = more
    }
  }

  @Test func `permuting experts permutes the assignment`() {
    let batch = Batch(inputs: 80, experts: 4, steps: 1_000_000_000, closed: 0.1, seed: 21)
    let order = [2, 0, 3, 1]
    var other = batch
    other.capacities = order.map { batch.capacities[$0] }
    other.experts = batch.classifier.indices.flatMap { input in order.map { batch.experts[input * 4 + $0] } }
    let expected = other.assigned.map { maker in
      if case .expert(let j) = maker { DecisionMaker.expert(order[j]) } else { maker }
    }
    #expect(batch.assigned == expected)
  }

  @Test func `ten thousand inputs and a hundred contended experts take under a second`() {
    var batch = Batch(inputs: 10_000, experts: 100, steps: 1_000_000_000, closed: 0, seed: 3)
    batch.classifier = batch.classifier.map { $0 * 0.5 }
    batch.capacities = [Int](repeating: 60, count: 100)
    let time = ContinuousClock().measure { #expect(batch.keepsCapacities(batch.assigned)) }
    #expect(time < .seconds(1))
  }
}
