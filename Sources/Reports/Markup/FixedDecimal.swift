/// Spells numbers with a fixed number of places, everywhere alike.
package enum FixedDecimal {
  /// The number rounded to `places`; a negative zero loses its sign, and what is no number is a dash.
  package static func text(_ value: Double?, places: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard abs(value) < 1e15 / scale else { return "\(value)" }
    let scaled = Int((abs(value) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "−" : ""
    return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
  }

  /// The same with the minus of a keyboard for a sign and a dash, as terminals and SVG's numbers want it.
  package static func plain(_ value: Double?, places: Int) -> String {
    let text = text(value, places: places)
    return text.hasPrefix("−") || text == "–" ? "-" + text.dropFirst() : text
  }

  /// A coordinate: two places at most, and none that are zero.
  package static func coordinate(_ value: Double) -> String {
    precondition(value.isFinite, "a coordinate is a number")
    var text = plain(value, places: 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
