import Testing

@testable import Reproduction

struct SummaryTests {
  @Test func `the standard error is the deviation by the root of the number`() throws {
    let summary = try #require(Summary([1, 2, 6]))
    #expect(summary.mean == 3)
    #expect(abs((summary.standardError ?? 0) - 1.527525231651947) < 1e-12)
  }
}
