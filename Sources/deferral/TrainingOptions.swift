import ArgumentParser
import Formats
import Foundation
import LearningToDefer

/// The options of `train` that say how the network is trained.
struct TrainingOptions: ParsableArguments {
  @Option(help: "Loss: ova (one-vs-all) or softmax.")
  var surrogate: SurrogateName = .oneVsAll

  @Option(help: ArgumentHelp("Widths of the hidden layers, or none.", valueName: "128,64"))
  var hidden = HiddenLayers([128])

  @Option(help: "Nonlinearity between layers.")
  var activation: Activation = .relu

  @Option(help: "How often every row is seen.")
  var epochs = 10

  @Option(help: "Rows of one step.")
  var batchSize = 256

  @Option(help: "How gradients become steps.")
  var optimizer: OptimizerName = .adam

  @Option(help: "Momentum of sgd.")
  var momentum = 0.9

  @Option(help: "Learning rate of the first step.")
  var learningRate = 1e-3

  @Flag(inversion: .prefixedNo, help: "Let the learning rate fall to zero along half a cosine.")
  var cosine = false

  @Option(help: "L2 penalty.")
  var weightDecay = 5e-4

  @Option(help: "Stop after this many epochs without a better validation loss, and keep the best.")
  var patience = 5

  @Flag(inversion: .prefixedNo, help: "Scale features by the mean and deviation of the training rows.")
  var standardize = true

  @Option(help: "Where the random numbers start.")
  var seed: UInt64 = 1

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
    settings.patience = patience
    settings.cosine = cosine
    settings.seed = seed
    settings.threads = threads
    settings.standardize = standardize
    return settings
  }

  func validate() throws {
    do throws(TrainingError) {
      try settings.check()
    } catch {
      throw ValidationError(Failure(error).message)
    }
  }

  /// The settings as a manifest keeps them.
  var record: JSONValue {
    var record = JSONValue.members([
      "surrogate": .string(surrogate.rawValue), "hidden": .array(hidden.widths.map(JSONValue.count)),
      "activation": .string(activation.rawValue), "epochs": .count(epochs), "batch_size": .count(batchSize),
      "optimizer": .string(optimizer.rawValue), "learning_rate": .number(learningRate),
      "weight_decay": .number(weightDecay), "patience": .count(patience),
      "standardize": .bool(standardize), "cosine": .bool(cosine), "seed": .integer(Int64(bitPattern: seed)),
      "threads": .count(threads),
    ])
    if optimizer == .sgd { record["momentum"] = .number(momentum) }
    return record
  }
}
