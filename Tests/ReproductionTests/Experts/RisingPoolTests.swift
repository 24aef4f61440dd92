import LearningToDefer
import Reproduction
import Testing

struct RisingPoolTests {
  private static let scale = TinyData.scale

  private func share(_ examples: Examples, _ expert: Int, on classes: ClosedRange<Int32>) -> Double {
    let rows = (0..<examples.rows).filter { classes.contains(examples.labels[$0]) }
    return Double(rows.count { examples.correctness(row: $0, expert: expert) == 1 }) / Double(rows.count)
  }

  @Test func `experts from the truth are as able as the appendix says`() throws {
    let data = TinyData.make(rows: 20_000)
    let split = data.split(Self.scale, seed: 1)
    let examples = try RisingPool(data).examples(10, split: split, scale: Self.scale, seed: 1)
    // Five standard deviations of a share over 8,000 rows are under 0.03.
    let expected: [(expert: Int, classes: ClosedRange<Int32>, share: Double)] = [
      (0, 0...9, 0.1), (1, 6...9, 0.25), (1, 0...5, 0.15), (2, 0...5, 0.25), (2, 6...9, 0.15),
      (6, 0...5, 0.75), (6, 6...9, 0.25), (8, 0...9, 0.8), (9, 0...9, 0.8),
    ]
    for (expert, classes, right) in expected {
      #expect(abs(share(examples, expert, on: classes) - right) < 0.03, "expert \(expert + 1)")
    }
    // Three rare classes: 2,000 rows.
    for (expert, own, right) in [(3, Int32(0), 0.5), (4, 3, 0.7), (5, 6, 0.75)] {
      #expect(abs(share(examples, expert, on: own...own) - right) < 0.06, "expert \(expert + 1)")
    }
  }

  @Test func `the network knows the coarse group, and more than that`() throws {
    let data = TinyData.make(rows: 6000)
    let split = Split(training: [], calibration: Array(0..<3000), test: [])
    let labels = try HalfSightedNetwork(
      data.examples, groups: data.coarseGroups, rows: split.calibration, epochs: 20, seed: 1
    ).labels
    let unseen = 3000..<6000
    let sameGroup = unseen.count { labels[$0] / 2 == data.examples.labels[$0] / 2 }
    let right = unseen.count { labels[$0] == data.examples.labels[$0] }
    #expect(Double(sameGroup) / 3000 > 0.95)
    // Within a group of two, half would be right by chance.
    #expect(Double(right) / 3000 > 0.6)
  }

  @Test func `experts from annotations flip and guess as the appendix says`() throws {
    let data = TinyData.make(rows: 20_000, humans: ["ann", "bob"])
    let split = data.split(Self.scale, seed: 1)
    let pool = RisingPool(data)
    let examples = try pool.examples(10, split: split, scale: Self.scale, seed: 1)
    let agreement = { (expert: Int, column: Int) in
      let equal = (0..<examples.rows).count {
        examples.expertLabels[$0 * 10 + expert] == data.examples.expertLabels[$0 * 2 + column]
      }
      return Double(equal) / Double(examples.rows)
    }
    // Probabilistic experts agree by chance in a tenth of the rest.
    let expected = [
      (1, 0, 0.19), (2, 0, 0.5), (3, 0, 0.775), (4, 1, 0.7), (5, 0, 0.8), (6, 1, 0.865), (7, 0, 1.0),
      (8, 0, 0.55), (9, 1, 1.0),
    ]
    for (expert, column, share) in expected {
      #expect(abs(agreement(expert, column) - share) < 0.02, "expert \(expert + 1)")
    }
    #expect(pool.members.allSatisfy { $0.simulated != nil })
  }

  @Test func `an expert's labels are the same in pools of any size`() throws {
    let data = TinyData.make()
    let split = data.split(Self.scale, seed: 2)
    let pool = RisingPool(data)
    let small = try pool.examples(3, split: split, scale: Self.scale, seed: 2)
    let large = try pool.examples(9, split: split, scale: Self.scale, seed: 2)
    for row in 0..<data.examples.rows {
      #expect(Array(small.labels(ofExpertsOn: row)) == Array(Array(large.labels(ofExpertsOn: row)).prefix(3)))
    }
  }
}
