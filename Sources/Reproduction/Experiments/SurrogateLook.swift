import LearningToDefer
import Reports

extension SurrogateName {
  /// What figures call it.
  var figureName: String {
    switch self {
    case .oneVsAll: "OvA"
    case .softmax: "softmax"
    case .mixtureOfExperts: "MoE"
    case .classifierOnly: "one classifier"
    default: rawValue
    }
  }

  /// How figures draw it, everywhere alike.
  var look: SeriesStyle {
    switch self {
    case .oneVsAll: SeriesStyle(.blue, .circle)
    case .softmax: SeriesStyle(.orange, .square)
    case .mixtureOfExperts: SeriesStyle(.green, .triangle)
    case .classifierOnly: SeriesStyle(.violet, .none, .dashed)
    default: SeriesStyle(.gold, .diamond)
    }
  }
}

/// A figure of several conditions as a curve with standard errors.
extension TrialResults {
  func series(
    _ name: String, _ style: SeriesStyle, over places: [Double], _ figure: (Int) -> Figure
  ) -> Series {
    let points = places.indices.compactMap { place in
      summary(figure(place)).map {
        Series.Point(x: places[place], mean: $0.mean, standardError: $0.standardError)
      }
    }
    return Series(name, points, style)
  }
}
