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
    let bundle = champion.bundle
    var training = TrainingSettings(record: bundle.manifest.training?["settings"])
    training.surrogate = bundle.manifest.surrogate
    training.hidden = bundle.network.hidden
    training.activation = bundle.network.activation
    training.standardize = bundle.network.scaler != nil
    training.threads = settings.threads
    if settings.epochs > 0 { training.epochs = settings.epochs }
    if settings.inferTruth > 0 { training.inferTruth = settings.inferTruth }
    self.settings = training
    shares = try bundle.manifest.foldShares
  }

  /// The settings for some rows: shuffled by blocks if memory is too small for them.
  func settings(for features: FeatureTable) -> TrainingSettings {
    var settings = settings
    settings.shuffleBlock =
      settings.shuffleBlock ?? BlockShuffle(for: features, memory: MemoryLimit().bytes)?.blockRows
    return settings
  }
}
