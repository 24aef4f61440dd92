/// The loss of a row whose truth is inferred: `Σ_k π_k w_k loss(y = k)`, where `c_j = [m_j = k]` too.
final class ExpectedLoss {
  private let truths: InferredTruths
  private let classWeights: [Float]?
  private let gradient: FloatBuffer
  private var correct: [Int8]

  /// - Parameter width: The outputs of the network.
  init(_ truths: InferredTruths, classWeights: [Float]?, experts: Int, width: Int) {
    self.truths = truths
    self.classWeights = classWeights
    gradient = FloatBuffer(count: width)
    correct = [Int8](repeating: -1, count: experts)
  }

  /// Computes the loss and writes its gradient; both are 0 for a row without a soft target.
  func loss(
    of row: Int, examples: Examples, surrogate: any Surrogate, logits: UnsafeBufferPointer<Float>,
    gradient total: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    total.update(repeating: 0)
    var sum = 0.0
    for (k, share) in (truths[row] ?? []).enumerated() where share > 0 {
      for j in correct.indices {
        let given = Int(examples.expertLabels[row * correct.count + j])
        correct[j] = given < 0 ? -1 : given == k ? 1 : 0
      }
      let weight = Float(share) * (classWeights?[k] ?? 1)
      sum +=
        Double(weight)
        * correct.withUnsafeBufferPointer { correct in
          surrogate.loss(logits, label: k, correct: correct, gradient: gradient.elements)
        }
      for index in total.indices { total[index] += weight * gradient.elements[index] }
    }
    return sum
  }
}
