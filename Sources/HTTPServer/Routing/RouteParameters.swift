/// The segments that a route's placeholders took, held in place so that matching allocates nothing.
struct RouteParameters: Equatable {
  /// Placeholders in one pattern at most.
  static let capacity = 4

  private var ranges = (ByteRange.empty, ByteRange.empty, ByteRange.empty, ByteRange.empty)
  private(set) var count = 0

  subscript(index: Int) -> ByteRange {
    precondition(index >= 0 && index < count, "the route has \(count) placeholders")
    return switch index {
    case 0: ranges.0
    case 1: ranges.1
    case 2: ranges.2
    default: ranges.3
    }
  }

  /// A tree holds no pattern with more than `capacity` placeholders.
  mutating func append(_ range: ByteRange) {
    switch count {
    case 0: ranges.0 = range
    case 1: ranges.1 = range
    case 2: ranges.2 = range
    default: ranges.3 = range
    }
    count += 1
  }

  mutating func removeLast() { count -= 1 }

  static func == (a: Self, b: Self) -> Bool {
    a.count == b.count && (0..<a.count).allSatisfy { a[$0] == b[$0] }
  }
}
