import LearningToDefer
import Testing

struct FoldTests {
  @Test func `SipHash gives the vectors of its authors`() {
    let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
    // Aumasson, Bernstein 2012, Appendix A: the bytes 00 to 0e; and the first of the reference vectors: no byte.
    #expect(SipHash.hash(0..<15 as Range<UInt8>, key: key) == 0xa129_ca61_49be_45e5)
    #expect(SipHash.hash([], key: key) == 0x726f_db47_dd0e_0e31)
  }

  @Test func `a row's fold never changes`() {
    // Recorded once: another value means that rows moved between training and test.
    #expect(FoldHash.of("") == FoldHash.of([]))
    #expect(FoldHash.of("night-07") == FoldHash.of(Array("night-07".utf8)))
    let folds = ["0", "1", "2", "3", "night-07", "patient/12", "é"].map { FoldHash.of($0) }
    #expect(folds == Self.recorded)
  }

  private static let recorded: [UInt64] = [
    0xe5af_bb61_572d_a491, 0x1dd3_3cd0_e5f4_8291, 0xcb6f_6562_cb50_66fd, 0xa525_3425_a241_0037,
    0xb908_077c_acaa_1d61, 0xd271_b5c0_78e4_31e8, 0x8add_247f_7123_1198,
  ]

  @Test func `folds have their shares`() {
    let hashes = (0..<20_000).map { FoldHash.of(String($0)) }
    let folds = Fold.rows(of: hashes, shares: FoldShares())
    let expected: [Fold: Double] = [.training: 0.6, .validation: 0.1, .calibration: 0.2, .gate: 0.1]
    for (fold, share) in expected {
      #expect(agree(Double(folds[fold]?.count ?? 0) / 20_000, share, absolute: 0.012))
    }
    #expect(folds.values.reduce(0) { $0 + $1.count } == 20_000)
  }

  @Test func `training comes first and the gate last`() {
    let shares = FoldShares()
    #expect(Fold.of(0, shares: shares) == .training)
    #expect(Fold.of(.max / 100 * 65, shares: shares) == .validation)
    #expect(Fold.of(.max / 100 * 75, shares: shares) == .calibration)
    #expect(Fold.of(.max, shares: shares) == .gate)
  }

  @Test func `a group is never split`() {
    let groups = ["a", "b", "a", "c", "b"].map { FoldHash.of($0) }
    let examples = Examples(
      classes: ["x"], experts: [], features: FeatureTable([1, 2, 3, 4, 5], columns: 1),
      labels: [0, 0, 0, 0, 0], expertLabels: [], groups: groups)
    let folds = examples.groups.map { Fold.of($0, shares: FoldShares()) }
    #expect(folds[0] == folds[2])
    #expect(folds[1] == folds[4])
  }
}
