import LearningToDefer
import Testing

/// How often each label is drawn for a truth over many rows.
private func shares(
  _ kind: SimulatedExpert.Kind, truth: Int, source: Int? = nil, classes: Int = 5, name: String = "e"
) -> [Double] {
  let expert = SimulatedExpert(name: name, kind: kind)
  var counts = [Double](repeating: 0, count: classes)
  for row in 0..<40_000 {
    let label = expert.label(row: row, truth: truth, sourceLabel: source, classes: classes, seed: 3)
    if let label { counts[label] += 1 / 40_000 }
  }
  return counts
}

private func near(_ found: [Double], _ expected: [Double]) -> Bool {
  zip(found, expected).allSatisfy { abs($0 - $1) < 0.01 }
}

struct SimulatedExpertTests {
  @Test func `a specialist is right as often as promised, and random elsewhere`() {
    let kind = SimulatedExpert.Kind.specialist(probability: 0.7, classes: [1, 2])
    #expect(near(shares(kind, truth: 1), [0.075, 0.7, 0.075, 0.075, 0.075]))
    #expect(near(shares(kind, truth: 4), [0.2, 0.2, 0.2, 0.2, 0.2]))
  }

  @Test func `an oracle is always right on its classes`() {
    let kind = SimulatedExpert.Kind.oracle(classes: [0], probabilityElsewhere: 0.2)
    #expect(near(shares(kind, truth: 0), [1, 0, 0, 0, 0]))
    #expect(near(shares(kind, truth: 3), [0.2, 0.2, 0.2, 0.2, 0.2]))
    let lost = SimulatedExpert.Kind.oracle(classes: [0], probabilityElsewhere: 0)
    #expect(near(shares(lost, truth: 3), [0.25, 0.25, 0.25, 0, 0.25]))
  }

  @Test func `others copy the source's label`() {
    #expect(near(shares(.random, truth: 2), [0.2, 0.2, 0.2, 0.2, 0.2]))
    #expect(
      near(shares(.flip(probability: 0.4, source: 0), truth: 0, source: 2), [0.1, 0.1, 0.6, 0.1, 0.1]))
    #expect(
      near(
        shares(.probabilistic(probability: 0.5, source: 0), truth: 0, source: 2), [0.1, 0.1, 0.6, 0.1, 0.1]))
  }

  @Test func `a label depends on seed, row and name alone`() {
    let draw = { (name: String, seed: UInt64) in
      (0..<200).map {
        SimulatedExpert(name: name, kind: .random).label(row: $0, truth: nil, classes: 10, seed: seed)
      }
    }
    #expect(draw("a", 1) == draw("a", 1))
    #expect(draw("a", 1) != draw("a", 2))
    #expect(draw("a", 1) != draw("b", 1))
  }

  @Test func `two experts draw independently`() {
    let examples = syntheticExamples(rows: 20_000, classes: 4)
    let pair = [
      SimulatedExpert(name: "a", kind: .specialist(probability: 0.6, classes: [0, 1, 2, 3])),
      SimulatedExpert(name: "b", kind: .specialist(probability: 0.6, classes: [0, 1, 2, 3])),
    ]
    let simulated = examples.simulating(pair, seed: 9)
    #expect(simulated.experts == ["a", "b"])
    let right = (0..<20_000).map { row in
      (0..<2).map { simulated.correctness(row: row, expert: $0) == 1 }
    }
    #expect(agree(Double(right.filter { $0[0] && $0[1] }.count) / 20_000, 0.36, absolute: 0.012))
    #expect(
      pair[1].label(row: 77, truth: Int(examples.labels[77]), classes: 4, seed: 9)
        == Int(simulated.expertLabels[77 * 2 + 1]))
  }

  @Test func `what a label needs and lacks makes it missing`() {
    let specialist = SimulatedExpert(name: "s", kind: .specialist(probability: 1, classes: [0]))
    #expect(specialist.label(row: 0, truth: nil, classes: 3, seed: 1) == nil)
    let flip = SimulatedExpert(name: "f", kind: .flip(probability: 0, source: 0))
    #expect(flip.label(row: 0, truth: 1, sourceLabel: nil, classes: 3, seed: 1) == nil)
  }
}
