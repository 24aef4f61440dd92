/// The 64-bit FNV-1a hash of an n-gram's bytes, one byte after the other (Fowler, Noll, Vo).
///
/// Fixed for ever: another hash would make every trained embedding meaningless.
struct NGramHash {
  private(set) var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  /// The bucket: both halves folded into one, as FNV's authors advise, modulo the buckets.
  func bucket(of buckets: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: state ^ (state >> 32)) % buckets
  }
}
