/// One affine layer, `y = W x + b`.
package struct DenseLayer: Sendable, Equatable {
  /// The number of inputs.
  package let inputs: Int
  /// The number of outputs.
  package let outputs: Int
  /// The weights `[outputs, inputs]`, row by row.
  package let weight: [Float]
  /// The biases `[outputs]`.
  package let bias: [Float]

  /// Keeps weights and biases whose sizes the caller has checked.
  package init(inputs: Int, outputs: Int, weight: [Float], bias: [Float]) {
    precondition(inputs > 0 && outputs > 0, "a layer has at least one input and one output")
    precondition(weight.count == inputs * outputs, "weight is [outputs, inputs]")
    precondition(bias.count == outputs, "bias is [outputs]")
    self.inputs = inputs
    self.outputs = outputs
    self.weight = weight
    self.bias = bias
  }
}
