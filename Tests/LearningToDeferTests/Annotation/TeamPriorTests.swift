import LearningToDefer
import Testing

struct TeamPriorTests {
  @Test func `mean and strength are those of the moments, without what chance spreads`() {
    // Accuracies .8, .6, .9 on 100 rows each: var = .0233..., chance (.16 + .24 + .09) / 99 / 3.
    let prior = TeamPrior([(80, 100), (60, 100), (90, 100)])
    let mean = 2.3 / 3
    let spread = [0.8, 0.6, 0.9].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    let variance = spread - (0.16 + 0.24 + 0.09) / 99 / 3
    #expect(agree(prior.mean, mean, absolute: 1e-12))
    #expect(agree(prior.strength, mean * (1 - mean) / variance - 1, absolute: 1e-9))
  }

  @Test func `the strength is recovered from many simulated experts`() {
    // Beta(6, 2), by its order statistics: the sixth smallest of seven uniform numbers.
    var generator = SeededGenerator(seed: 3)
    let team = (0..<3000).map { _ in
      let accuracy = (0..<7).map { _ in generator.uniform() }.sorted()[5]
      return (Double((0..<60).count { _ in generator.uniform() < accuracy }), 60.0)
    }
    let prior = TeamPrior(team)
    #expect(agree(prior.mean, 0.75, absolute: 0.01))
    #expect(agree(prior.strength, 8, absolute: 0.6))
  }

  @Test func `too few experts say nothing, and experts who are all alike say all`() {
    #expect(TeamPrior([(90, 100), (80, 100)]) == TeamPrior([]))
    #expect(TeamPrior([]).mean == 0.5 && TeamPrior([]).strength == 2)
    #expect(TeamPrior([(70, 100), (70, 100), (70, 100)]).strength == 100)
    #expect(TeamPrior([(1, 100), (99, 100), (50, 100)]).strength == 2)
  }

  @Test func `an expert's own labels outweigh the team, overall and by predicted class`() {
    let prior = TeamPrior([(70, 100), (70, 100), (70, 100)])
    let unknown = prior.expert(right: [0, 0], rows: [0, 0])
    #expect(unknown.labels == 0)
    #expect(unknown.byClass.allSatisfy { agree($0, 0.7, absolute: 1e-12) })
    let known = prior.expert(right: [20, 1], rows: [20, 10])
    let overall = (21 + 70) / 130.0
    #expect(known.labels == 30)
    #expect(agree(known.overall, overall, absolute: 1e-12))
    #expect(agree(known.byClass[0], (20 + 10 * overall) / 30, absolute: 1e-12))
    #expect(agree(known.byClass[1], (1 + 10 * overall) / 20, absolute: 1e-12))
  }

  @Test func `chances stay inside 0 and 1, so that outputs stay finite`() {
    let perfect = TeamPrior([(50, 50), (50, 50), (50, 50)]).expert(right: [0], rows: [0])
    #expect(perfect.byClass[0] < 1 && perfect.byClass[0] > 0.999)
  }
}
