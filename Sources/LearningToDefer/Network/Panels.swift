/// How the products want a matrix in memory: its columns in panels of 16, one panel after the other.
///
/// Element (i, j) of `[rows, columns]` stands at `(j / 16 · rows + i) · 16 + j % 16`. The last panel is filled up with
/// zeros. So a product reads sixteen columns at once from memory that lies in the order in which it is read.
package enum Panels {
  /// The columns of a panel, and the floats of a cache line.
  package static let width = 16

  /// The columns of whole panels that hold `columns`.
  package static func filled(_ columns: Int) -> Int { (columns + width - 1) / width * width }

  /// Packs the transpose of `weight` `[outputs, inputs]`, which is Wᵀ `[inputs, outputs]`.
  static func pack(
    transposeOf weight: [Float], outputs: Int, inputs: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    for o in 0..<outputs {
      for i in 0..<inputs { panels[place(i, o, rows: inputs)] = weight[o * inputs + i] }
    }
  }

  /// Turns `pack` round.
  static func transpose(of panels: UnsafePointer<Float>, outputs: Int, inputs: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: outputs * inputs) { weight, count in
      for o in 0..<outputs {
        for i in 0..<inputs { weight[o * inputs + i] = panels[place(i, o, rows: inputs)] }
      }
      count = outputs * inputs
    }
  }

  private static func place(_ row: Int, _ column: Int, rows: Int) -> Int {
    (column / width * rows + row) * width + column % width
  }
}
