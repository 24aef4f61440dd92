/// Standardises features before the first layer, `(x - mean) / scale`.
package struct InputScaler: Sendable, Equatable {
  /// What is subtracted, `[inputs]`.
  package let mean: [Float]
  /// What is divided by, `[inputs]`.
  package let scale: [Float]

  /// Keeps a mean and a scale of one length.
  package init(mean: [Float], scale: [Float]) {
    precondition(mean.count == scale.count, "mean and scale have one length")
    self.mean = mean
    self.scale = scale
  }
}
