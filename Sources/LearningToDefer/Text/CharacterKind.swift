/// What a code point is to the one who cuts a text into words.
///
/// A fixed table rather than Unicode's properties, which change from version to version: a model must find the same
/// n-grams for as long as it is served.
enum CharacterKind {
  /// Ends a word and is left out: spaces, controls, invisible marks.
  case separator
  /// A word of its own: punctuation, symbols, emoji.
  case mark
  /// Part of a word: all others.
  case letter

  init(_ point: UInt32) {
    if point < 0x80 {
      self = CharacterKind(ascii: UInt8(point))
    } else if point < 0xC0 {
      self = point <= 0xA0 ? .separator : .mark
    } else if point < 0x1680 {
      self = point == 0xD7 || point == 0xF7 ? .mark : .letter
    } else {
      self = CharacterKind(high: point)
    }
  }

  private init(ascii byte: UInt8) {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: self = .letter
    case 0x21...0x7E: self = .mark
    default: self = .separator
    }
  }

  private init(high point: UInt32) {
    switch point {
    case 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000, 0xFE00...0xFE0F, 0xFEFF:
      self = .separator
    case 0x2010...0x2027, 0x2030...0x205E, 0x2070...0x2BFF, 0x3001...0x3004, 0x3008...0x303F, 0xFE10...0xFE6F,
      0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65, 0xFFFD, 0x1F000...0x1FAFF:
      self = .mark
    default: self = .letter
    }
  }
}
