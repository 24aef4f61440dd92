/// A line to compare with: a level, or the diagonal.
package enum ReferenceLine: Sendable, Equatable {
  /// A horizontal line at this height.
  case level(Double, name: String)
  /// The line y = x.
  case diagonal(name: String)

  /// What the legend calls it.
  package var name: String {
    switch self {
    case .level(_, let name), .diagonal(let name): name
    }
  }

  /// The line across a frame; nil where it lies outside.
  func markup(in frame: Frame) -> Markup? {
    switch self {
    case .level(let height, _):
      guard frame.y.domain.contains(height) else { return nil }
      return Drawing.line(
        (frame.x.start, frame.y(height)), (frame.x.end, frame.y(height)), "reference")
    case .diagonal:
      let from = max(frame.x.domain.lowerBound, frame.y.domain.lowerBound)
      let to = min(frame.x.domain.upperBound, frame.y.domain.upperBound)
      guard from < to else { return nil }
      return Drawing.line((frame.x(from), frame.y(from)), (frame.x(to), frame.y(to)), "reference")
    }
  }
}
