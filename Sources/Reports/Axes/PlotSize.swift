/// The width and height of a drawing, in pixels at its natural size.
package struct PlotSize: Sendable, Equatable {
  /// From left to right.
  package let width: Double
  /// From top to bottom.
  package let height: Double

  /// Joins both.
  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// A panel of a row of two or three.
  package static let panel = PlotSize(width: 380, height: 300)
}
