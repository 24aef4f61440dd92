import LearningToDefer
import Testing

/// OpenBLAS and our own products, both against plain sums: which one trains depends on the processor.
struct MatrixProductTests {
  static let shapes = [[1, 1, 1], [3, 5, 2], [4, 16, 4], [9, 70, 13], [33, 130, 66], [128, 15, 7]]

  @Test(arguments: shapes, [true, false])
  func `the three products are the plain sums`(shape: [Int], usesBLAS: Bool) {
    let (rows, inputs, outputs) = (shape[0], shape[1], shape[2])
    let x = randomFloats(rows * inputs, seed: 1)
    let weight = randomFloats(outputs * inputs, seed: 2)
    let bias = randomFloats(outputs, seed: 3)
    let yGradient = randomFloats(rows * outputs, seed: 4)

    var y = [Float](repeating: .nan, count: rows * outputs)
    MatrixProduct.forward(
      x: x, weight: weight, bias: bias, into: &y, rows: rows, inputs: inputs, outputs: outputs,
      usesBLAS: usesBLAS)
    check(y, columns: outputs, depth: inputs) { row, o, i in
      Double(x[row * inputs + i] * weight[o * inputs + i]) + Double(bias[o]) / Double(inputs)
    }

    var weightGradient = [Float](repeating: .nan, count: outputs * inputs)
    MatrixProduct.weightGradient(
      yGradient: yGradient, x: x, into: &weightGradient, rows: rows, inputs: inputs, outputs: outputs,
      usesBLAS: usesBLAS)
    check(weightGradient, columns: inputs, depth: rows) { o, i, row in
      Double(yGradient[row * outputs + o] * x[row * inputs + i])
    }

    var xGradient = [Float](repeating: .nan, count: rows * inputs)
    MatrixProduct.inputGradient(
      yGradient: yGradient, weight: weight, into: &xGradient, rows: rows, inputs: inputs, outputs: outputs,
      usesBLAS: usesBLAS)
    check(xGradient, columns: inputs, depth: outputs) { row, i, o in
      Double(yGradient[row * outputs + o] * weight[o * inputs + i])
    }
  }

  private func check(_ found: [Float], columns: Int, depth: Int, term: (Int, Int, Int) -> Double) {
    for (place, value) in found.enumerated() {
      let expected = (0..<depth).reduce(0.0) { $0 + term(place / columns, place % columns, $1) }
      #expect(agree(Double(value), expected, absolute: 2e-5))
    }
  }
}
