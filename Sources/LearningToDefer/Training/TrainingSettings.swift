/// How a network is trained; the defaults are those of the published figures.
package struct TrainingSettings: Sendable, Codable, Equatable {
  /// The loss.
  package var surrogate: SurrogateName = .oneVsAll
  /// The widths of the hidden layers.
  package var hidden: [Int] = [128]
  /// The nonlinearity between layers.
  package var activation: Activation = .relu
  /// How often every row is seen.
  package var epochs = 10
  /// The rows of one step.
  package var batchSize = 256
  /// How a gradient becomes a step.
  package var optimizer: Optimizer = .adam
  /// The learning rate of the first step.
  package var learningRate = 1e-3
  /// The L2 penalty, added to the gradient as `weightDecay · parameter` (biases included).
  package var weightDecay = 5e-4
  /// Whether the learning rate falls to zero along half a cosine.
  package var cosine = true
  /// The epochs without a better validation loss after which training ends; nil never ends early.
  ///
  /// Set, the weights of the best epoch are the result; nil keeps the last.
  package var patience: Int?
  /// Where the random numbers start.
  package var seed: UInt64 = 1
  /// The worker threads; the result is the same bit for bit for one number of them.
  package var threads = 1
  /// Whether an input scaler is fitted on the training rows.
  package var standardize = false

  /// Starts from the defaults.
  package init() {}
}
