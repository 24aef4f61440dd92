/// The buffers of a forward pass, allocated once; one for each thread or loop.
///
/// Copies no weights and allocates nothing in `run`. A row's logits are the same bits alone and in any batch, so
/// that its decision does not depend on its neighbours.
package final class ForwardPass {
  /// The rows at once of a long run: their features and a layer's sums stay in the second-level cache.
  package static let blockRows = 128

  /// The number of rows it takes at most.
  package let capacity: Int
  /// Where the caller writes raw rows, `[capacity, inputs]`; `run` leaves them unchanged.
  package let inputs: UnsafeMutableBufferPointer<Float>

  private let network: Network
  private let rows: RowBuffer
  private let scaled: RowBuffer?
  private let layers: [RowBuffer]

  /// Allocates the buffers for up to `capacity` rows.
  package init(network: Network, capacity: Int) {
    precondition(capacity > 0, "a forward pass takes at least one row")
    self.network = network
    self.capacity = capacity
    rows = RowBuffer(capacity: capacity, columns: network.inputs, stride: network.inputs)
    inputs = rows.elements
    scaled = network.scaler.map { _ in
      RowBuffer(capacity: capacity, columns: network.inputs, stride: network.inputs)
    }
    layers = network.layers.map { RowBuffer(capacity: capacity, columns: $0.outputs) }
  }

  /// Computes the logits of the first `rows` rows of `inputs`.
  ///
  /// - Returns: Logits `[rows, outputs]`, valid until the next run.
  /// - Complexity: O(rows · parameters).
  package func run(rows: Int) -> UnsafeBufferPointer<Float> {
    precondition(rows >= 0 && rows <= capacity, "rows fit the capacity")
    var x = self.rows
    if let scaler = network.scaler, let scaled {
      Kernels.standardize(x, by: scaler, into: scaled, rows: rows)
      x = scaled
    }
    for (index, layer) in network.layers.enumerated() {
      let y = layers[index]
      let parameters = layer.parameters.elements.start
      // y [rows, outputs] = x [rows, inputs] · Wᵀ [inputs, outputs] + b
      MatrixProduct.forward(
        x: x, weight: parameters,
        bias: parameters + LayerParameters.biasOffset(inputs: layer.inputs, outputs: layer.outputs), into: y,
        rows: rows)
      if index < network.layers.count - 1 {
        Kernels.apply(network.activation, y.start, into: y.start, count: rows * y.stride)
      }
      x = y
    }
    return close(x, rows: rows)
  }

  /// Moves rows together; the first stays where it is.
  private func close(_ x: RowBuffer, rows: Int) -> UnsafeBufferPointer<Float> {
    for row in 1..<max(rows, 1) { (x.start + row * x.columns).update(from: x[row], count: x.columns) }
    return UnsafeBufferPointer(start: x.start, count: rows * x.columns)
  }
}
