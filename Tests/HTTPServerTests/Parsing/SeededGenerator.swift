/// SplitMix64: the same seed gives the same numbers everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Seeds with the bytes themselves (FNV-1a), so that an input alone decides how it is split.
  init(hashing bytes: [UInt8]) {
    state = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// Ascending places within so many bytes: a few, or now and then all of them.
  mutating func splits(of count: Int) -> [Int] {
    if count < 64, next() % 16 == 0 { return Array(0...count) }
    return (0..<Int(next() % 4 + 1)).map { _ in Int(next() % UInt64(count + 1)) }.sorted()
  }
}
