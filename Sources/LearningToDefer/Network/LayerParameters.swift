/// A layer's weights and biases as the products read them: Wᵀ in panels, then the biases up to whole panels.
// Safe to share: only `init` writes the floats.
final class LayerParameters: @unchecked Sendable {
  /// Where a layer's biases stand behind its weights.
  static func biasOffset(inputs: Int, outputs: Int) -> Int { inputs * Panels.filled(outputs) }

  /// The floats of a whole layer.
  static func count(inputs: Int, outputs: Int) -> Int { (inputs + 1) * Panels.filled(outputs) }

  private let memory: FloatBuffer

  init(inputs: Int, outputs: Int, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
    memory = FloatBuffer(count: Self.count(inputs: inputs, outputs: outputs))
    fill(memory.elements)
  }

  var elements: UnsafeBufferPointer<Float> { UnsafeBufferPointer(memory.elements) }
}
