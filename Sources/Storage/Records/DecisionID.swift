/// A UUID of version 7: its first 48 bits are the time, so ids sort by age.
package struct DecisionID: Hashable, Sendable {
  /// The first eight bytes, big-endian: time, version, twelve random bits.
  package let high: UInt64
  /// The last eight bytes, big-endian: variant and sixty-two random bits.
  package let low: UInt64

  /// Takes the two halves of a UUID of any version.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Builds version 7 from a time and randomness (RFC 9562, section 5.7).
  ///
  /// - Parameters:
  ///   - milliseconds: since 1970, UTC; its lowest 48 bits count.
  ///   - randomHigh: its lowest 12 bits are used.
  ///   - randomLow: its lowest 62 bits are used.
  package init(milliseconds: Int64, randomHigh: UInt16, randomLow: UInt64) {
    high = UInt64(bitPattern: milliseconds) << 16 | 0x7000 | UInt64(randomHigh & 0x0FFF)
    low = 0x8000_0000_0000_0000 | (randomLow & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Takes sixteen bytes in network order; nil with any other number.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The id as sixteen bytes in network order, as the database keeps it.
  package var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
      for place in 0..<16 {
        let half = place < 8 ? high : low
        bytes[place] = UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * (place % 8)))
      }
      count = 16
    }
  }

  /// The time it carries, in milliseconds since 1970, UTC.
  package var milliseconds: Int64 { Int64(high >> 16) }
}

extension DecisionID: Comparable {
  /// Compares as the bytes would: by time first.
  package static func < (one: DecisionID, other: DecisionID) -> Bool {
    (one.high, one.low) < (other.high, other.low)
  }
}
