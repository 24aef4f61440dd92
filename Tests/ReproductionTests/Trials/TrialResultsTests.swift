import Reproduction
import Testing

struct TrialResultsTests {
  private static let results = TrialResults([
    "a/seed=1": ["f": 1], "a/seed=2": ["f": 3], "a/seed=3": ["f": 8], "b/seed=1": ["f": 2],
    "b/seed=2": ["f": 4], "b/seed=10": ["f": 100], "nonsense": ["f": 5],
  ])

  @Test func `differences are paired by seed`() throws {
    let difference = try #require(Self.results.difference(Figure("b", "f"), Figure("a", "f")))
    #expect(difference.mean == 1 && difference.standardError == 0 && difference.count == 2)
  }

  @Test func `figures that are not there are nil`() {
    #expect(Self.results.mean(Figure("a", "g")) == nil)
    #expect(Self.results.difference(Figure("c", "f"), Figure("a", "f")) == nil)
    #expect(Self.results.mean(Figure("a", "f")) == 4)
  }

  @Test func `conditions are ordered as people count`() {
    let results = TrialResults(["x=10/seed=1": [:], "x=2/seed=1": [:]])
    #expect(results.conditions == ["x=2", "x=10"])
  }
}
