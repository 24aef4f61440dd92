import Reproduction
import Testing

struct SummaryTests {
  @Test func `the standard error is the deviation by the root of the number`() throws {
    let summary = try #require(Summary([1, 2, 6]))
    #expect(summary.mean == 3)
    // √(((-2)² + (-1)² + 3²) / 2 / 3)
    #expect(abs((summary.standardError ?? 0) - 1.5275252316519465) < 1e-12)
    let interval = try #require(summary.interval)
    #expect(abs(interval.upperBound - 3 - 4.3027 * 1.5275252316519465) < 1e-9)
  }

  @Test func `one seed has no error, and no seed no mean`() throws {
    #expect(try #require(Summary([4])).standardError == nil)
    #expect(try #require(Summary([4])).interval == nil)
    #expect(Summary([]) == nil)
  }

  @Test func `a summary does not depend on the order of seeds`() {
    #expect(Summary([0.1, 0.7, 0.3]) == Summary([0.7, 0.3, 0.1]))
  }

  // From a table of the distribution.
  @Test(arguments: [
    (1, 12.7062), (2, 4.3027), (10, 2.2281), (11, 2.2010), (15, 2.1314), (30, 2.0423), (100, 1.9840),
  ])
  func `Student's t is as in the tables`(freedom: Int, quantile: Double) {
    #expect(abs(StudentT.twoSided95(freedom: freedom) - quantile) < 2e-4)
  }
}
