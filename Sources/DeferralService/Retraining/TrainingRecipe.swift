import Formats
import LearningToDefer

/// Repeats how the serving model was made, as far as its manifest tells.
struct TrainingRecipe: Sendable {
  /// Settings of the next training.
  let settings: TrainingSettings
  /// Folds: the same shares as before, so that no row that the champion was trained on is in the gate.
  let shares: FoldShares

  init(champion: ServingModel, settings: RetrainingSettings) {
    let made = champion.bundle.manifest.training?["settings"]
    var training = TrainingSettings()
    training.surrogate = champion.bundle.manifest.surrogate
    training.hidden = champion.bundle.network.hidden
    training.activation = champion.bundle.network.activation
    training.threads = settings.threads
    training.epochs =
      settings.epochs > 0 ? settings.epochs : made?["epochs"]?.integer.map(Int.init) ?? training.epochs
    training.batchSize = made?["batch_size"]?.integer.map(Int.init) ?? training.batchSize
    training.learningRate = made?["learning_rate"]?.number ?? training.learningRate
    training.weightDecay = made?["weight_decay"]?.number ?? training.weightDecay
    training.seed = made?["seed"]?.integer.map { UInt64(truncatingIfNeeded: $0) } ?? training.seed
    training.cosine = made?["cosine"]?.bool ?? training.cosine
    training.patience = made?["patience"]?.integer.map(Int.init)
    self.settings = training
    var shares = FoldShares()
    shares.validation = made?["validation_share"]?.number ?? shares.validation
    shares.calibration = made?["calibration_share"]?.number ?? shares.calibration
    shares.gate = made?["gate_share"]?.number ?? shares.gate
    self.shares = shares
  }
}
