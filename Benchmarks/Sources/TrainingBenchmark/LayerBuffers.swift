import LearningToDefer

/// One layer's matrices, for its three products alone.
final class LayerBuffers {
  private let x, xGradient, y, yGradient: RowBuffer
  private let weight, transposedWeight, weightGradient, bias: UnsafeMutablePointer<Float>

  init(rows: Int, inputs: Int, outputs: Int) {
    (x, xGradient) = (
      RowBuffer(capacity: rows, columns: inputs), RowBuffer(capacity: rows, columns: inputs)
    )
    (y, yGradient) = (
      RowBuffer(capacity: rows, columns: outputs), RowBuffer(capacity: rows, columns: outputs)
    )
    (weight, weightGradient) = (Self.filled(inputs, outputs), Self.filled(inputs, outputs))
    transposedWeight = Self.filled(outputs, inputs)
    bias = Self.filled(1, outputs)
    for buffer in [x, yGradient] { buffer.elements.update(repeating: 0.01) }
  }

  func forward(rows: Int) { MatrixProduct.forward(x: x, weight: weight, bias: bias, into: y, rows: rows) }

  func backward(rows: Int, toInput: Bool, goesOn: Bool) {
    MatrixProduct.weightGradient(
      yGradient: yGradient, x: x, into: weightGradient, rows: rows, goesOn: goesOn)
    guard toInput else { return }
    MatrixProduct.inputGradient(
      yGradient: yGradient, transposedWeight: transposedWeight, into: xGradient, rows: rows)
  }

  private static func filled(_ rows: Int, _ columns: Int) -> UnsafeMutablePointer<Float> {
    let count = rows * Panels.filled(columns)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
    return bytes.initializeMemory(as: Float.self, repeating: 0.01, count: count)
  }
}
