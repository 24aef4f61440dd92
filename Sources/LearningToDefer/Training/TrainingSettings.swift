/// How a network is trained; the one place of the defaults, of `train` and of retraining alike.
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
  /// The full learning rate, which warm-up and cosine lower.
  package var learningRate = 1e-3
  /// The share of the steps in which the learning rate rises to the full one, `[0, 1)`.
  package var warmUp = 0.0
  /// The L2 penalty, added to the gradient as `weightDecay · parameter` (biases included).
  package var weightDecay = 5e-4
  /// Whether the learning rate falls to zero along half a cosine.
  package var cosine = false
  /// The epochs without a better validation loss after which training ends; nil never ends early.
  ///
  /// Set, the weights of the best epoch are the result; nil keeps the last.
  package var patience: Int? = 5
  /// The norm that a step's gradient has at most; nil leaves gradients as they are.
  package var clipNorm: Double?
  /// How much the rows of each class count.
  package var classWeights = ClassWeights.equal
  /// The least posterior of a class that is inferred for training rows without an outcome; nil infers none.
  package var inferTruth: Double?
  /// The rows of a block where rows are shuffled by blocks (`BlockShuffle`); nil shuffles all at once.
  package var shuffleBlock: Int?
  /// Where the random numbers start.
  package var seed: UInt64 = 1
  /// The worker threads; the result is the same bit for bit for one number of them.
  package var threads = 1
  /// Whether an input scaler is fitted on the training rows.
  package var standardize = true
  /// How texts become vectors, where rows are texts.
  package var text = TextInput.standard
  /// The full learning rate of texts' vectors, which warm-up and cosine lower by the same factor.
  ///
  /// It is that of Adagrad (with `sgd` of plain descent), whose first step on a vector is as long as the rate: at 1 the
  /// mean of some hundred vectors soon is of the size that a layer takes.
  package var embeddingRate = 1.0

  /// Starts from the defaults.
  package init() {}
}
