/// The three products of a layer in training, of which serving uses the first.
///
/// Weights are Wᵀ in `Panels`, biases fill whole panels. Every element is summed in the order of its terms, so a row's
/// result has the same bits alone and in any batch.
package enum MatrixProduct {
  /// `y [rows, outputs] = x [rows, inputs] · Wᵀ [inputs, outputs] + b`.
  package static func forward(
    x: RowBuffer, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, into y: RowBuffer, rows: Int
  ) {
    Kernels.product(
      Kernels.Matrix(start: x.start, row: x.stride, column: 1), panels(weight, rows: x.columns),
      onto: Kernels.Panels(start: UnsafeMutablePointer(mutating: bias), row: 0, panel: Panels.width),
      into: columns(of: y), rows: rows, depth: x.columns, columns: y.columns)
  }

  /// `dWᵀ [inputs, outputs] = xᵀ [inputs, rows] · dY [rows, outputs]`.
  ///
  /// - Parameter goesOn: Whether the sums go on from what is there, as if the rows followed those before.
  package static func weightGradient(
    yGradient: RowBuffer, x: RowBuffer, into weightGradient: UnsafeMutablePointer<Float>, rows: Int,
    goesOn: Bool = false
  ) {
    let sums = panels(weightGradient, rows: x.columns)
    Kernels.product(
      Kernels.Matrix(start: x.start, row: 1, column: x.stride), columns(of: yGradient),
      onto: goesOn ? sums : nil, into: sums, rows: x.columns, depth: rows, columns: yGradient.columns)
  }

  /// `dx [rows, inputs] = dY [rows, outputs] · W [outputs, inputs]`, with W in panels: `Kernels.transpose` of Wᵀ.
  package static func inputGradient(
    yGradient: RowBuffer, transposedWeight: UnsafePointer<Float>, into xGradient: RowBuffer, rows: Int
  ) {
    Kernels.product(
      Kernels.Matrix(start: yGradient.start, row: yGradient.stride, column: 1),
      panels(transposedWeight, rows: yGradient.columns), into: columns(of: xGradient), rows: rows,
      depth: yGradient.columns, columns: xGradient.columns)
  }

  private static func columns(of buffer: RowBuffer) -> Kernels.Panels {
    precondition(buffer.stride >= Panels.filled(buffer.columns), "rows hold whole panels")
    return Kernels.Panels(start: buffer.start, row: buffer.stride, panel: Panels.width)
  }

  private static func panels(_ start: UnsafePointer<Float>, rows: Int) -> Kernels.Panels {
    Kernels.Panels(
      start: UnsafeMutablePointer(mutating: start), row: Panels.width, panel: rows * Panels.width)
  }
}
