import Storage
import Testing

@Suite struct DecisionIDTests {
  // RFC 9562, appendix A.6.
  private let example = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

  @Test func `the RFC's example has its time, version and variant`() throws {
    let id = DecisionID(milliseconds: 0x017F_22E2_79B0, randomHigh: 0xCC3, randomLow: 0x18C4_DC0C_0C07_398F)
    #expect(id.text == example)
    #expect(id.milliseconds == 1_645_557_742_000)
    #expect(DecisionID(uuid: example) == id)
  }

  @Test func `bits beyond a field's width do not leak into the others`() {
    let id = DecisionID(milliseconds: -1, randomHigh: .max, randomLow: .max)
    #expect(id.text == "ffffffff-ffff-7fff-bfff-ffffffffffff")
  }

  @Test func `either case is read, lower case is written`() {
    #expect(DecisionID(uuid: example.uppercased())?.text == example)
    #expect(DecisionID(uuid: Array(example.utf8))?.text == example)
    #expect(DecisionID(uuid: Substring(example))?.description == example)
  }

  @Test(arguments: [
    "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
    "017f22e279b0-7cc3-98c4-dc0c0c07398f-", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398\u{660}", "017f22e2_79b0_7cc3_98c4_dc0c0c07398f",
  ])
  func `anything but a UUID is refused`(_ text: String) {
    #expect(DecisionID(uuid: text) == nil)
  }

  @Test func `ids sort by time, as their bytes and their text do`() throws {
    var generator = SplitMix(state: 7)
    let ids = (0..<200).map { _ in
      DecisionID(
        milliseconds: .random(in: 0..<(1 << 48), using: &generator),
        randomHigh: .random(in: 0...(.max), using: &generator),
        randomLow: .random(in: 0...(.max), using: &generator))
    }
    let sorted = ids.sorted()
    #expect(sorted.map(\.milliseconds) == ids.map(\.milliseconds).sorted())
    #expect(sorted == ids.sorted { $0.text < $1.text })
    #expect(sorted == ids.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    try #expect(ids.map { try #require(DecisionID(bytes: $0.bytes)) } == ids)
    try #expect(ids.map { try #require(DecisionID(uuid: $0.text)) } == ids)
  }

  @Test(arguments: [0, 15, 17]) func `sixteen bytes make an id, no other number does`(_ count: Int) {
    #expect(DecisionID(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }
}
