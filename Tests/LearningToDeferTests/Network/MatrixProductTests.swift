import LearningToDefer
import Testing

/// The three products against plain sums in float64.
struct MatrixProductTests {
  /// Around the tiles' and panels' edges, and beyond a block of depth and of rows.
  static let shapes = [
    [1, 1, 1], [3, 5, 2], [4, 16, 4], [9, 70, 13], [33, 130, 66], [128, 15, 7], [13, 1100, 40],
    [250, 600, 17],
  ]

  @Test(arguments: shapes)
  func `the three products are the plain sums`(shape: [Int]) throws {
    let (rows, inputs, outputs) = (shape[0], shape[1], shape[2])
    let layer = DenseLayer(
      inputs: inputs, outputs: outputs, weight: randomFloats(outputs * inputs, seed: 2),
      bias: randomFloats(outputs, seed: 3))
    let (weight, bias) = (layer.weight, layer.bias)
    let x = filledRows(rows, inputs, seed: 1)
    let yGradient = filledRows(rows, outputs, seed: 4)

    let logits = ForwardPass(
      network: try Network(layers: [layer], activation: .relu, scaler: nil), capacity: rows
    )
    .logits(of: (0..<rows).flatMap { values(x, $0) }, count: rows)
    check(rows, outputs, depth: inputs, found: { logits[$0 * outputs + $1] }) { row, o, i in
      Double(x[row][i]) * Double(weight[o * inputs + i]) + Double(bias[o]) / Double(inputs)
    }

    let panels = FloatRun(count: inputs * Panels.filled(outputs))
    MatrixProduct.weightGradient(yGradient: yGradient, x: x, into: panels.start, rows: rows)
    check(inputs, outputs, depth: rows, found: { panels.start[panelPlace($0, $1, rows: inputs)] }) {
      i, o, row in
      Double(yGradient[row][o]) * Double(x[row][i])
    }

    let transposed = FloatRun(count: outputs * Panels.filled(inputs))
    for o in 0..<outputs {
      for i in 0..<inputs { transposed.start[panelPlace(o, i, rows: outputs)] = weight[o * inputs + i] }
    }
    let xGradient = RowBuffer(capacity: rows, columns: inputs)
    MatrixProduct.inputGradient(
      yGradient: yGradient, transposedWeight: transposed.start, into: xGradient, rows: rows)
    check(rows, inputs, depth: outputs, found: { xGradient[$0][$1] }) { row, i, o in
      Double(yGradient[row][o]) * Double(weight[o * inputs + i])
    }
  }

  @Test func `a weight gradient that goes on over blocks of rows has the bits of one over all`() {
    let (rows, inputs, outputs) = (300, 70, 33)
    let (x, yGradient) = (filledRows(rows, inputs, seed: 1), filledRows(rows, outputs, seed: 2))
    let whole = FloatRun(count: inputs * Panels.filled(outputs))
    MatrixProduct.weightGradient(yGradient: yGradient, x: x, into: whole.start, rows: rows)
    let parts = FloatRun(count: inputs * Panels.filled(outputs))
    for first in [0, 128, 256] {
      let count = min(128, rows - first)
      MatrixProduct.weightGradient(
        yGradient: copy(yGradient, rows: first..<first + count), x: copy(x, rows: first..<first + count),
        into: parts.start, rows: count, goesOn: first > 0)
    }
    for place in 0..<inputs * Panels.filled(outputs) { #expect(parts.start[place] == whole.start[place]) }
  }

  @Test(arguments: [[1, 1], [4, 4], [16, 16], [5, 18], [30, 128], [37, 41], [128, 30]])
  func `a transpose in panels is the transpose`(shape: [Int]) {
    let (rows, columns) = (shape[0], shape[1])
    let x = FloatRun(count: rows * Panels.filled(columns))
    let y = FloatRun(count: columns * Panels.filled(rows))
    for i in 0..<rows {
      for j in 0..<columns { x.start[panelPlace(i, j, rows: rows)] = Float(i * 1000 + j) }
    }
    Kernels.transpose(x.start, into: y.start, rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<columns { #expect(y.start[panelPlace(j, i, rows: columns)] == Float(i * 1000 + j)) }
    }
  }

  @Test func `a layer gives back its weights`() {
    let weight = randomFloats(7 * 35, seed: 1)
    let layer = DenseLayer(inputs: 7, outputs: 35, weight: weight, bias: randomFloats(35, seed: 2))
    #expect(layer.weight == weight)
    #expect(layer.bias == randomFloats(35, seed: 2))
    #expect(layer == DenseLayer(inputs: 7, outputs: 35, weight: weight, bias: layer.bias))
    #expect(layer != DenseLayer(inputs: 7, outputs: 35, weight: weight, bias: weight.suffix(35)))
  }

  private func check(
    _ rows: Int, _ columns: Int, depth: Int, found: (Int, Int) -> Float, term: (Int, Int, Int) -> Double
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        let expected = (0..<depth).reduce(0.0) { $0 + term(row, column, $1) }
        #expect(agree(Double(found(row, column)), expected, absolute: 5e-5))
      }
    }
  }

  private func values(_ buffer: RowBuffer, _ row: Int) -> [Float] {
    (0..<buffer.columns).map { buffer[row][$0] }
  }

  private func filledRows(_ rows: Int, _ columns: Int, seed: UInt64) -> RowBuffer {
    let buffer = RowBuffer(capacity: rows, columns: columns)
    let floats = randomFloats(rows * columns, seed: seed)
    for row in 0..<rows {
      for column in 0..<columns { buffer[row][column] = floats[row * columns + column] }
    }
    return buffer
  }

  private func copy(_ buffer: RowBuffer, rows: Range<Int>) -> RowBuffer {
    let part = RowBuffer(capacity: rows.count, columns: buffer.columns)
    for row in rows { part[row - rows.lowerBound].update(from: buffer[row], count: buffer.columns) }
    return part
  }

  /// Written from `Panels`' description, not from its code.
  private func panelPlace(_ row: Int, _ column: Int, rows: Int) -> Int {
    let panel = column / 16
    return panel * 16 * rows + row * 16 + (column - panel * 16)
  }
}

/// Floats at one address for as long as they are needed.
private final class FloatRun {
  let start: UnsafeMutablePointer<Float>

  init(count: Int) {
    start = .allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
  }

  deinit { start.deallocate() }
}
