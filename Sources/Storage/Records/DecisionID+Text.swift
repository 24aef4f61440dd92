extension DecisionID: CustomStringConvertible {
  /// Parses `8-4-4-4-12` hexadecimal digits of either case; nil for anything else.
  package init?(uuid: some StringProtocol) {
    self.init(uuid: uuid.utf8)
  }

  /// Parses the thirty-six ASCII bytes of a UUID; nil for anything else.
  package init?(uuid: some Collection<UInt8>) {
    guard uuid.count == 36 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    for (place, byte) in uuid.enumerated() {
      if Self.isHyphen(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Self.value(ofHexDigit: byte) else { return nil }
      if place < 18 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
    }
    self.init(high: halves.0, low: halves.1)
  }

  /// The lower-case UUID.
  package var text: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var digit: UInt64 = 0
      for place in 0..<36 {
        guard !Self.isHyphen(place) else {
          buffer[place] = UInt8(ascii: "-")
          continue
        }
        let half = digit < 16 ? high : low
        buffer[place] = Self.hexDigit(half >> (60 - 4 * (digit & 15)) & 15)
        digit += 1
      }
      return 36
    }
  }

  /// The same as ``text``.
  package var description: String { text }

  private static func isHyphen(_ place: Int) -> Bool {
    place == 8 || place == 13 || place == 18 || place == 23
  }

  private static func hexDigit(_ value: UInt64) -> UInt8 {
    UInt8(value < 10 ? 48 + value : 87 + value)
  }

  private static func value(ofHexDigit byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - 48)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - 87)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - 55)
    default: nil
    }
  }
}
