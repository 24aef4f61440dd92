/// A surrogate loss of one row, and its gradient beside it.
package protocol Surrogate: Sendable {
  /// Computes the loss and writes its gradient with respect to the logits.
  ///
  /// - Parameters:
  ///   - logits: The network's outputs, as `SurrogateName.outputs` orders them.
  ///   - label: The true class y.
  ///   - correct: `c_j` `[J]`: 1, 0, or -1 where the expert's label is missing.
  ///   - gradient: As many as logits; 0 for experts whose label is missing.
  /// - Complexity: O(K + J).
  func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double
}

extension SurrogateName {
  /// The loss of this name.
  package var surrogate: any Surrogate {
    switch self {
    case .oneVsAll: OneVsAll()
    case .softmax: Softmax()
    case .mixtureOfExperts: MixtureOfExperts()
    case .classifierOnly: ClassifierOnly()
    case .rejectorOnly: RejectorOnly()
    }
  }
}
