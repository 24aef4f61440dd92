import Reproduction
import Testing

struct VerdictTests {
  private static let above = summary([1.0, 1.1, 0.9])
  private static let below = summary([-1.0, -1.1, -0.9])
  private static let slightlyAbove = summary([1, -0.5, 0.4])
  private static let slightlyBelow = summary([-1, 0.5, -0.4])

  private static func summary(_ values: [Double]) -> Summary { Summary(values) ?? above }

  @Test func `intervals decide, then means, then nothing`() {
    #expect(Verdict.allAbove([Self.above, Self.above]) == .agrees)
    #expect(Verdict.allAbove([Self.above, Self.slightlyAbove]) == .leans)
    #expect(Verdict.allAbove([Self.above, Self.slightlyBelow]) == .open)
    #expect(Verdict.allAbove([Self.above, Self.below]) == .disagrees)
    #expect(Verdict.allAbove([]) == .open)
  }

  @Test func `a size that is claimed is held against the intervals too`() {
    #expect(Verdict.allAbove([Self.above], bound: 0.5) == .agrees)
    #expect(Verdict.allAbove([Self.above], bound: 0.9) == .leans)
    #expect(Verdict.allAbove([Self.above], bound: 1.1) == .open)
    #expect(Verdict.allAbove([Self.above], bound: 2) == .disagrees)
  }

  @Test func `below is above turned around`() {
    let all = [Self.above, Self.below, Self.slightlyAbove, Self.slightlyBelow]
    let turned = [Self.below, Self.above, Self.slightlyBelow, Self.slightlyAbove]
    for (one, other) in zip(all, turned) {
      #expect(Verdict.allAbove([one]) == Verdict.allBelow([other]))
    }
  }

  @Test func `one point below beyond chance shows that some are`() {
    #expect(Verdict.someBelow([Self.above, Self.below]) == .agrees)
    #expect(Verdict.someBelow([Self.above, Self.above]) == .disagrees)
    #expect(Verdict.someBelow([Self.above, Self.slightlyBelow]) == .leans)
    #expect(Verdict.someBelow([Self.above, Self.slightlyAbove]) == .open)
  }

  @Test func `a margin is kept by whole intervals`() {
    #expect(Verdict.allWithin(2, [Self.above, Self.below]) == .agrees)
    #expect(Verdict.allWithin(1.1, [Self.above]) == .leans)
    #expect(Verdict.allWithin(0.5, [Self.above]) == .disagrees)
    #expect(Verdict.allWithin(0.2, [Self.slightlyAbove]) == .open)
  }

  @Test func `one seed leans at most`() {
    #expect(Verdict.allAbove([Self.summary([5])]) == .leans)
    #expect(Verdict.allAbove([Self.summary([-5])]) == .open)
  }

  @Test func `two statements are as good as the worse`() {
    #expect(Verdict.both(.agrees, .leans) == .leans)
    #expect(Verdict.both(.disagrees, .leans) == .disagrees)
    #expect(Verdict.both(.agrees, .agrees) == .agrees)
  }
}
