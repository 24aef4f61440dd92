import LearningToDefer
import Storage

/// Makes UUIDv7 ids (RFC 9562): ordered by time, 74 random bits.
struct DecisionIDGenerator {
  private var random: SeededGenerator

  /// Creates a generator; by default seeded by the system.
  init(seed: UInt64 = .random(in: .min ... .max)) {
    random = SeededGenerator(seed: seed)
  }

  /// Returns the next id.
  mutating func next(milliseconds: Int64) -> DecisionID {
    DecisionID(
      milliseconds: milliseconds, randomHigh: UInt16(truncatingIfNeeded: random.next()),
      randomLow: random.next())
  }
}
