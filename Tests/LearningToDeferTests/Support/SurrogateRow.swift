import LearningToDefer

/// The loss of one row and its gradient.
func evaluate(
  _ surrogate: any Surrogate, _ logits: [Float], label: Int, correct: [Int8]
) -> (loss: Double, gradient: [Float]) {
  var gradient = [Float](repeating: .nan, count: logits.count)
  let loss = logits.withUnsafeBufferPointer { logits in
    correct.withUnsafeBufferPointer { correct in
      gradient.withUnsafeMutableBufferPointer {
        surrogate.loss(logits, label: label, correct: correct, gradient: $0)
      }
    }
  }
  return (loss, gradient)
}
