import Reports

/// Spells summaries for the paragraphs by figures.
enum Spelling {
  /// A share as a percentage with its standard error: `2.05 ± 0.04 %`.
  static func percent(_ summary: Summary?, places: Int = 1) -> String {
    guard let summary else { return "–" }
    let error = summary.standardError.map { " ± " + FixedDecimal.text($0 * 100, places: places) } ?? ""
    return FixedDecimal.text(summary.mean * 100, places: places) + error + "\u{A0}%"
  }

  /// A number with its standard error.
  static func decimal(_ summary: Summary?, places: Int) -> String {
    guard let summary else { return "–" }
    let error = summary.standardError.map { " ± " + FixedDecimal.text($0, places: places) } ?? ""
    return FixedDecimal.text(summary.mean, places: places) + error
  }

  /// A difference of shares in points with its 95 % interval: `+1.6 points (95 %: +1.1 to +2.1)`.
  static func points(_ difference: Summary?, places: Int = 1) -> String {
    guard let difference else { return "–" }
    let text = signed(difference.mean * 100, places: places) + " points"
    guard let interval = difference.interval else { return text + " (one seed)" }
    let ends = [interval.lowerBound, interval.upperBound].map { signed($0 * 100, places: places) }
    return text + " (95\u{A0}%: \(ends[0]) to \(ends[1]))"
  }

  /// A number with its sign.
  static func signed(_ value: Double, places: Int) -> String {
    let text = FixedDecimal.text(value, places: places)
    return value > 0 ? "+" + text : text
  }

  /// Means as one row: `2.5, 2.2 and 2.1`.
  static func row(_ means: [Double?], scale: Double = 1, places: Int) -> String {
    let texts = means.map { FixedDecimal.text($0.map { $0 * scale }, places: places) }
    guard let last = texts.last, texts.count > 1 else { return texts.first ?? "–" }
    return texts.dropLast().joined(separator: ", ") + " and " + last
  }

  /// Places by name, as `4, 8 and 12`; `none` for no place.
  static func list(_ names: [String]) -> String {
    guard let last = names.last else { return "none" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }
}
