import Formats
import LearningToDefer

/// Repeats how the serving model was made, as far as its manifest tells.
package struct TrainingRecipe: Sendable {
  /// Settings of the next training.
  package let settings: TrainingSettings
  /// Folds: the same shares as before, so that no row that the champion was trained on is in the gate.
  package let shares: FoldShares

  /// Reads the recipe of a model.
  ///
  /// - Throws: `FormatError` for fold shares that cannot be used; the trainer checks the settings.
  package init(champion: ServingModel, settings: RetrainingSettings) throws(FormatError) {
    let made = champion.bundle.manifest.training?["settings"]
    var training = TrainingSettings()
    training.surrogate = champion.bundle.manifest.surrogate
    training.hidden = champion.bundle.network.hidden
    training.activation = champion.bundle.network.activation
    training.standardize = champion.bundle.network.scaler != nil
    training.threads = settings.threads
    training.epochs =
      settings.epochs > 0 ? settings.epochs : made?["epochs"]?.integer.map(Int.init) ?? training.epochs
    training.batchSize = made?["batch_size"]?.integer.map(Int.init) ?? training.batchSize
    training.learningRate = made?["learning_rate"]?.number ?? training.learningRate
    training.weightDecay = made?["weight_decay"]?.number ?? training.weightDecay
    training.seed = made?["seed"]?.integer.map { UInt64(bitPattern: $0) } ?? training.seed
    training.cosine = made?["cosine"]?.bool ?? training.cosine
    training.patience = made?["patience"]?.integer.map(Int.init)
    if made?["optimizer"]?.string == "sgd" {
      training.optimizer = .sgd(momentum: made?["momentum"]?.number ?? 0)
    }
    self.settings = training
    shares = try champion.bundle.manifest.foldShares
  }
}
