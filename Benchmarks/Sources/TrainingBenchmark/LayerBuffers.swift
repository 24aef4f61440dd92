import LearningToDefer

/// One layer's matrices, for its three products alone.
final class LayerBuffers {
  private let rows, inputs, outputs: Int
  private let x, xGradient, weight, weightGradient, bias, y, yGradient: UnsafeMutablePointer<Float>

  init(rows: Int, inputs: Int, outputs: Int) {
    (self.rows, self.inputs, self.outputs) = (rows, inputs, outputs)
    (x, xGradient) = (Self.filled(rows * inputs), Self.filled(rows * inputs))
    (weight, weightGradient) = (Self.filled(inputs * outputs), Self.filled(inputs * outputs))
    bias = Self.filled(outputs)
    (y, yGradient) = (Self.filled(rows * outputs), Self.filled(rows * outputs))
  }

  func forward() {
    MatrixProduct.forward(
      x: x, weight: weight, bias: bias, into: y, rows: rows, inputs: inputs, outputs: outputs)
  }

  func backward(toInput: Bool) {
    MatrixProduct.weightGradient(
      yGradient: yGradient, x: x, into: weightGradient, rows: rows, inputs: inputs, outputs: outputs)
    guard toInput else { return }
    MatrixProduct.inputGradient(
      yGradient: yGradient, weight: weight, into: xGradient, rows: rows, inputs: inputs, outputs: outputs)
  }

  private static func filled(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
    return bytes.initializeMemory(as: Float.self, repeating: 0.01, count: count)
  }
}
