import LearningToDefer
import Testing

struct CalibrationHalfTests {
  @Test func `half of the rows fit maps, in every fold`() {
    let groups = (0..<40_000).map { FoldHash.of("row-\($0)") }
    for (_, rows) in Fold.rows(of: groups, shares: FoldShares()) {
      let share = Double(rows.count { CalibrationHalf.fitsMaps(groups[$0]) }) / Double(rows.count)
      #expect(agree(share, 0.5, absolute: 0.03))
    }
  }

  @Test func `a group's half is fixed for ever`() {
    let halves = (0..<16).map { CalibrationHalf.fitsMaps(FoldHash.of("night-\($0)")) }
    #expect(String(halves.map { $0 ? "m" : "s" }) == expected)
  }

  /// From another implementation of SipHash-2-4: a change would let a retrained model's sets be fitted on rows that its parent's maps saw.
  private let expected = "ssmsssmmsmssmssm"
}
