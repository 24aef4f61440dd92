import Reports

/// How sets of experts are chosen on deferral.
enum SetStatistic: String, CaseIterable, Sendable {
  /// Eq. 14.
  case naive
  /// Eq. 15 done right.
  case exact
  /// Eq. 15 with κ, β and the grid over λ, as in Appendix B.
  case paper

  /// What figures call it.
  var figureName: String {
    switch self {
    case .naive: "naive"
    case .exact: "exact"
    case .paper: "paper's regularised"
    }
  }

  /// How figures draw it in the colour of its surrogate.
  func look(_ colour: SeriesStyle.Colour) -> SeriesStyle {
    switch self {
    case .naive: SeriesStyle(colour, .triangle, .dotted)
    case .exact: SeriesStyle(colour, .circle, .solid)
    case .paper: SeriesStyle(colour, .diamond, .dashed)
    }
  }
}
