/// One affine layer, `y = W x + b`.
package struct DenseLayer: Sendable, Equatable {
  /// The number of inputs.
  package let inputs: Int
  /// The number of outputs.
  package let outputs: Int
  /// Shared by all copies of the layer, and by everything that computes with it.
  let parameters: LayerParameters

  /// Keeps weights `[outputs, inputs]`, row by row, and biases whose sizes the caller has checked.
  package init(inputs: Int, outputs: Int, weight: [Float], bias: [Float]) {
    precondition(weight.count == inputs * outputs, "weight is [outputs, inputs]")
    precondition(bias.count == outputs, "bias is [outputs]")
    self.init(inputs: inputs, outputs: outputs) { floats in
      Panels.pack(transposeOf: weight, outputs: outputs, inputs: inputs, into: floats.start)
      _ = floats[LayerParameters.biasOffset(inputs: inputs, outputs: outputs)...].update(fromContentsOf: bias)
    }
  }

  /// Has the parameters written in the order of `LayerParameters`, over zeros.
  init(inputs: Int, outputs: Int, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
    precondition(inputs > 0 && outputs > 0, "a layer has at least one input and one output")
    self.inputs = inputs
    self.outputs = outputs
    parameters = LayerParameters(inputs: inputs, outputs: outputs, fill: fill)
  }

  /// A copy of the weights `[outputs, inputs]`, row by row.
  /// - Complexity: O(inputs · outputs).
  package var weight: [Float] {
    Panels.transpose(of: parameters.elements.start, outputs: outputs, inputs: inputs)
  }

  /// A copy of the biases `[outputs]`.
  package var bias: [Float] {
    let first = LayerParameters.biasOffset(inputs: inputs, outputs: outputs)
    return Array(parameters.elements[first..<first + outputs])
  }

  /// Compares shapes and numbers.
  package static func == (a: DenseLayer, b: DenseLayer) -> Bool {
    a.inputs == b.inputs && a.outputs == b.outputs
      && a.parameters.elements.elementsEqual(b.parameters.elements)
  }
}
