import LearningToDefer

/// A classifier with its experts, trained for one trial.
package struct TrainedSystem {
  /// The rows with the experts' labels.
  package let examples: Examples
  /// Which rows are used for what.
  package let split: Split
  /// The loss.
  package let surrogate: SurrogateName
  /// What was trained.
  package let network: Network
  /// Where its random numbers started.
  package let seed: Int

  /// Trains as every experiment does: MLP with 128 hidden units, Adam at a constant 1e-3, weight decay 5e-4, batch 256.
  ///
  /// Features are standardised: with pixels left in [0, 1] this network has not converged after ten epochs. One thread
  /// trains it: trials run side by side.
  package init(
    _ surrogate: SurrogateName, examples: Examples, split: Split, setting: Setting, seed: Int
  ) throws(TrainingError) {
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.epochs = setting.scale.epochs
    settings.cosine = false
    settings.standardize = true
    settings.seed = UInt64(seed)
    settings.threads = 1
    self.seed = seed
    self.examples = examples
    self.split = split
    self.surrogate = surrogate
    network = try Trainer(settings: settings).train(examples, training: split.training).network
  }

  /// The reader of its outputs.
  package var estimator: CorrectnessEstimator {
    CorrectnessEstimator(
      surrogate: surrogate, classes: examples.classes.count, experts: examples.experts.count)
  }

  /// Measures the system on the test rows.
  ///
  /// - Returns: `accuracy`, `classifier`, `deferred`, `ece`, and each expert's `ece.1` and `right.1`, ...
  package func figures() -> [String: Double] {
    let evaluation = Evaluation(
      network: network, surrogate: surrogate, conformal: nil, examples: examples, rows: split.test, alpha: 0.1
    )
    var figures: [String: Double] = [:]
    figures["accuracy"] = evaluation.systemAccuracy
    figures["classifier"] = evaluation.classifierAccuracy
    figures["deferred"] = evaluation.deferralRate
    figures["ece"] = evaluation.meanECE
    for (index, error) in evaluation.expertECE.enumerated() { figures["ece.\(index + 1)"] = error }
    for (index, right) in evaluation.expertAccuracy.enumerated() { figures["right.\(index + 1)"] = right }
    return figures
  }
}
