/// A batch's outputs and what they should be, for the losses of all its rows at once; allocated once.
package final class LossBatch {
  /// The number of classes, K.
  package let classes: Int
  /// The number of experts, J.
  package let experts: Int
  /// The network's outputs.
  package let logits: RowBuffer
  /// What they should be `[rows, K + J]`: 1 for the true class and the correct experts, 0, or -1 where a label is missing.
  package let targets: RowBuffer
  /// What each row's gradient is multiplied by `[rows]`.
  package let weights: UnsafeMutableBufferPointer<Float>
  /// The gradients with respect to the logits, times the weights.
  package let gradient: RowBuffer
  /// The losses `[rows]`, without weights.
  package let losses: UnsafeMutableBufferPointer<Float>

  private let weightMemory, lossMemory: FloatBuffer

  /// Allocates what is missing beside the network's outputs and their gradient.
  package init(classes: Int, experts: Int, logits: RowBuffer, gradient: RowBuffer, capacity: Int) {
    self.classes = classes
    self.experts = experts
    self.logits = logits
    self.gradient = gradient
    targets = RowBuffer(capacity: capacity, columns: classes + experts)
    weightMemory = FloatBuffer(count: capacity)
    lossMemory = FloatBuffer(count: capacity)
    weights = weightMemory.elements
    losses = lossMemory.elements
  }
}

extension Surrogate {
  /// Computes row by row; what a surrogate's own kernel is tested against.
  package func computeLossesByRow(_ batch: LossBatch, rows: Int) {
    let (classes, outputs) = (batch.classes, batch.logits.columns)
    withUnsafeTemporaryAllocation(of: Int8.self, capacity: batch.experts) { correct in
      for row in 0..<rows {
        let targets = batch.targets[row]
        for j in 0..<batch.experts { correct[j] = Int8(targets[classes + j]) }
        let gradient = UnsafeMutableBufferPointer(start: batch.gradient[row], count: outputs)
        let loss = loss(
          UnsafeBufferPointer(start: batch.logits[row], count: outputs),
          label: (0..<classes).first { targets[$0] == 1 } ?? 0, correct: UnsafeBufferPointer(correct),
          gradient: gradient)
        batch.losses[row] = Float(loss)
        for index in gradient.indices { gradient[index] *= batch.weights[row] }
      }
    }
  }
}
