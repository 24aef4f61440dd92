import LearningToDefer
import Testing

struct ConfusionMatricesTests {
  @Test func `labels are counted by expert, truth and answer, and what is missing counts for nothing`() {
    let examples = Examples(
      classes: ["a", "b"], experts: ["x", "y"], features: FeatureTable([0, 0, 0, 0], columns: 1),
      labels: [0, 1, 1, -1], expertLabels: [0, -1, 0, 1, 1, 1, 0, 0])
    let matrices = ConfusionMatrices(examples, rows: 0..<4)
    #expect(matrices.counts == [1, 0, 1, 1, 0, 0, 0, 2])
    #expect(ConfusionMatrices(examples, rows: [1]).counts == [0, 0, 1, 0, 0, 0, 0, 1])
  }

  @Test func `chances are the Dirichlet posterior mean after five pseudo-rows of the team's`() {
    let matrices = ConfusionMatrices(counts: [8, 2, 0, 0, 0, 0, 0, 10], experts: 2, classes: 2)
    // Of class 0 the team has 8 and 2, of class 1 it has 0 and 10, each with one pseudo-row spread over both answers.
    let first = (8.5 / 11, 2.5 / 11)
    let second = (0.5 / 11, 10.5 / 11)
    let expected = [
      (8 + 5 * first.0) / 15, (2 + 5 * first.1) / 15, second.0, second.1, first.0, first.1,
      5 * second.0 / 15, (10 + 5 * second.1) / 15,
    ]
    #expect(zip(matrices.probabilities, expected).allSatisfy { agree($0, $1, absolute: 1e-12) })
  }

  @Test func `every row of chances sums to one, and many labels outweigh the team`() {
    let examples = syntheticExamples(rows: 4000, classes: 3, experts: 4, missing: 0.3)
    let chances = ConfusionMatrices(examples, rows: 0..<4000).probabilities
    for start in stride(from: 0, to: chances.count, by: 3) {
      #expect(agree(chances[start..<start + 3].reduce(0, +), 1, absolute: 1e-12))
      // Right with .6 and else uniform over all three.
      #expect(agree(chances[start + start / 3 % 3], 0.6 + 0.4 / 3, absolute: 0.06))
    }
  }
}
