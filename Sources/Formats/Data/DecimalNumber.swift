/// Reads decimal numbers as CSV cells hold them: digits, a point, an exponent, spaces around.
enum DecimalNumber {
  /// The powers of ten that a double holds exactly.
  private static let exactPowers: [Double] = (0...22).map {
    (0..<$0).reduce(1.0) { product, _ in product * 10 }
  }

  /// The number, nil when the bytes are something else; `nan`, `inf` and hexadecimal are something else.
  ///
  /// Up to 2^53 and 22 places are scaled exactly (Clinger 1990); the rest goes to the standard library.
  static func parse(_ cell: ArraySlice<UInt8>) -> Double? {
    var bytes = cell
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    var scanner = Scanner(rest: bytes)
    guard scanner.scan() else { return nil }
    guard scanner.isExact, let magnitude = scaled(Double(scanner.mantissa), by: scanner.exponent) else {
      return Double(String(decoding: bytes, as: UTF8.self))
    }
    return scanner.isNegative ? -magnitude : magnitude
  }

  private static func scaled(_ mantissa: Double, by exponent: Int) -> Double? {
    guard abs(exponent) <= 22 else { return nil }
    return exponent < 0 ? mantissa / exactPowers[-exponent] : mantissa * exactPowers[exponent]
  }

  /// Takes a number apart, without its value.
  private struct Scanner {
    var rest: ArraySlice<UInt8>
    var isNegative = false
    var mantissa: UInt64 = 0
    var exponent = 0
    /// Whether the mantissa holds all digits and fits a double.
    var isExact = true

    mutating func scan() -> Bool {
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
        isNegative = rest.removeFirst() == UInt8(ascii: "-")
      }
      let whole = digits(scale: 0)
      var fraction = 0
      if rest.first == UInt8(ascii: ".") {
        rest.removeFirst()
        fraction = digits(scale: -1)
      }
      guard whole + fraction > 0, scanExponent() else { return false }
      isExact = isExact && mantissa <= 1 << 53
      return rest.isEmpty
    }

    private mutating func digits(scale: Int) -> Int {
      var count = 0
      while let digit = rest.first, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
        rest.removeFirst()
        if mantissa < 1 << 59 {
          mantissa = mantissa * 10 + UInt64(digit - UInt8(ascii: "0"))
          exponent += scale
        } else {
          isExact = false
        }
        count += 1
      }
      return count
    }

    private mutating func scanExponent() -> Bool {
      guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return true }
      rest.removeFirst()
      guard let value = Int16(String(decoding: rest, as: UTF8.self)) else {
        // Far beyond any double, or no number: the standard library knows.
        isExact = false
        let digits =
          rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") ? rest.dropFirst() : rest
        rest = []
        return !digits.isEmpty && digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      }
      rest = []
      exponent += Int(value)
      return true
    }
  }
}
