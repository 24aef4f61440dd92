/// The buffers of a forward pass, allocated once; one for each thread or loop.
///
/// Copies no weights and allocates nothing in `run`. A row's logits are the same bits alone and in any batch, so
/// that its decision does not depend on its neighbours; OpenBLAS does not give that (see `MatrixProduct`).
package final class ForwardPass {
  /// The number of rows it takes at most.
  package let capacity: Int
  /// Where the caller writes raw rows, `[capacity, inputs]`; `run` leaves them unchanged.
  package let inputs: UnsafeMutableBufferPointer<Float>

  private let network: Network
  private let inputMemory: FloatBuffer
  private let scaledMemory: FloatBuffer?
  private let layerMemory: [FloatBuffer]

  /// Allocates the buffers for up to `capacity` rows.
  package init(network: Network, capacity: Int) {
    precondition(capacity > 0, "a forward pass takes at least one row")
    self.network = network
    self.capacity = capacity
    inputMemory = FloatBuffer(count: capacity * network.inputs)
    inputs = inputMemory.elements
    scaledMemory = network.scaler.map { _ in FloatBuffer(count: capacity * network.inputs) }
    layerMemory = network.layers.map { FloatBuffer(count: capacity * $0.outputs) }
  }

  /// Computes the logits of the first `rows` rows of `inputs`.
  ///
  /// - Returns: Logits `[rows, outputs]`, valid until the next run.
  /// - Complexity: O(rows · parameters).
  package func run(rows: Int) -> UnsafeBufferPointer<Float> {
    precondition(rows >= 0 && rows <= capacity, "rows fit the capacity")
    var x = UnsafePointer(inputs.start)
    if let scaler = network.scaler, let scaled = scaledMemory?.elements.start {
      Kernels.standardize(x, by: scaler, into: scaled, rows: rows)
      x = UnsafePointer(scaled)
    }
    for (index, layer) in network.layers.enumerated() {
      let y = layerMemory[index].elements.start
      // y [rows, outputs] = x [rows, inputs] · Wᵀ [inputs, outputs] + b
      Kernels.dense(
        x, weight: layer.weight, bias: layer.bias, into: y, rows: rows, inputs: layer.inputs,
        outputs: layer.outputs)
      if index < network.layers.count - 1 {
        Kernels.apply(network.activation, y, into: y, count: rows * layer.outputs)
      }
      x = UnsafePointer(y)
    }
    return UnsafeBufferPointer(start: x, count: rows * network.outputs)
  }
}
