import ArgumentParser
import Formats
import Foundation
import LearningToDefer

/// The options of `train` that say how the network is trained.
struct TrainingOptions: ParsableArguments {
  private static let defaults = TrainingSettings()

  @Option(
    help:
      "Loss: ova (one-vs-all), softmax, moe (mixture of experts), classifier (never defers) or rejector (beside a classifier of yours)."
  )
  var surrogate = defaults.surrogate

  @Option(help: ArgumentHelp("Widths of the hidden layers, or none.", valueName: "128,64"))
  var hidden = HiddenLayers(defaults.hidden)

  @Option(help: "Nonlinearity between layers.")
  var activation = defaults.activation

  @Option(help: "How often every row is seen.")
  var epochs = defaults.epochs

  @Option(help: "Rows of one step.")
  var batchSize = defaults.batchSize

  @Option(help: "How gradients become steps.")
  var optimizer: OptimizerName = .adam

  @Option(help: "Momentum of sgd.")
  var momentum = 0.9

  @Option(help: "Learning rate.")
  var learningRate = defaults.learningRate

  @Option(help: "Share of the steps, below 1, in which the learning rate rises to the full one.")
  var warmUp = defaults.warmUp

  @Flag(inversion: .prefixedNo, help: "Let the learning rate fall to zero along half a cosine.")
  var cosine = defaults.cosine

  @Option(help: "L2 penalty.")
  var weightDecay = defaults.weightDecay

  @Option(help: "Shorten the gradient of a step to this Euclidean norm (default: leave it).")
  var clipNorm: Double?

  @Option(
    help: ArgumentHelp(
      "Weigh rows by their true class: balanced, or name=weight,... (others 1; only ratios matter).",
      discussion: "Every estimate is then of rows weighted so, not of rows as they come (docs/formats.md).",
      valueName: "balanced"))
  var classWeights: ClassWeights = .equal

  @Option(
    help: ArgumentHelp(
      "Learn also from rows without a true label, where several experts' labels make a class so likely.",
      discussion: "Above 0, at most 1; for training alone (docs/formats.md, \"Inferred truths\").",
      valueName: "0.9"))
  var inferTruth: Double?

  @Option(help: "Stop after this many epochs without a better validation loss and keep the best; 0: never.")
  var patience = defaults.patience ?? 0

  @Option(
    help: ArgumentHelp(
      "Shuffle by blocks of this many rows, for data larger than memory (default: only then).",
      valueName: "rows"))
  var shuffleBlocks: Int?

  @Flag(inversion: .prefixedNo, help: "Scale features by the mean and deviation of the training rows.")
  var standardize = defaults.standardize

  @Option(help: "Where the random numbers start.")
  var seed = defaults.seed

  @Option(help: "Worker threads; the result is the same bit for bit for one number of them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.hidden = hidden.widths
    settings.activation = activation
    settings.epochs = epochs
    settings.batchSize = batchSize
    settings.optimizer = optimizer == .adam ? .adam : .sgd(momentum: momentum)
    settings.learningRate = learningRate
    settings.weightDecay = weightDecay
    settings.patience = patience == 0 ? nil : patience
    settings.cosine = cosine
    settings.warmUp = warmUp
    settings.clipNorm = clipNorm
    settings.classWeights = classWeights
    settings.inferTruth = inferTruth
    settings.shuffleBlock = shuffleBlocks
    settings.seed = seed
    settings.threads = threads
    settings.standardize = standardize
    return settings
  }

  /// The settings for some rows, shuffled by blocks if memory is too small for them.
  func settings(for features: FeatureTable) -> TrainingSettings {
    var settings = settings
    guard settings.shuffleBlock == nil, let blocks = BlockShuffle(for: features, memory: MemoryLimit().bytes)
    else {
      return settings
    }
    settings.shuffleBlock = blocks.blockRows
    StandardError.write(
      "deferral: the features take more than half of the memory: rows are shuffled by blocks of \(blocks.blockRows)\n"
    )
    return settings
  }

  func validate() throws {
    do throws(TrainingError) {
      try settings.check()
    } catch {
      throw ValidationError(Failure(error).message)
    }
  }
}
