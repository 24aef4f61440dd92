/// A range of bytes relative to the beginning of a message.
package struct ByteRange: Equatable, Sendable {
  /// First byte.
  package var start: UInt32
  /// Number of bytes.
  package var count: UInt32

  static let empty = ByteRange(start: 0, count: 0)

  init(start: UInt32, count: UInt32) {
    self.start = start
    self.count = count
  }

  /// A message's head is bounded by its limits, far below 2³².
  init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: end - start)
  }

  /// The byte after the last one.
  package var end: Int { Int(start) + Int(count) }
}

/// A header field's name and value as they stand in the message.
package struct HeaderField: Equatable, Sendable {
  /// Name, in the case it was sent in.
  package var name: ByteRange
  /// Value without the white space around it.
  package var value: ByteRange
}
